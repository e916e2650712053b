"""Callbacks of the package optuna-integration, which take our trials as they take Optuna's."""

from importlib import import_module
from typing import Any

from fitwright.core.errors import MissingExtra


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        found = import_module("optuna_integration")
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"fitwright.optuna.integration.{name} needs 'optuna-integration': pip install fitwright[optuna]."
        ) from error
    return getattr(found, name)
