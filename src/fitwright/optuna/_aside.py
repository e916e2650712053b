"""What Optuna's classes take and ours have no use for."""

import warnings
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn


def leave(kind: str, given: Mapping[str, Any], known: Iterable[str] = ()) -> None:
    """Say that these settings have no counterpart here; none that are `known`, or ask for warnings."""
    told = [name for name, value in given.items() if value is not None]
    if named := [name for name in told if name not in known and not name.startswith("warn")]:
        warnings.warn(
            f"{kind} knows no {', '.join(named)} here, and goes without.", UserWarning, stacklevel=3
        )


def refuse(module: str, name: str, there: Iterable[str], instead: str) -> NoReturn:
    """There is no class of this name; say which there are.

    Raises
    ------
    AttributeError
        Always.
    """
    raise AttributeError(f"{module} has {', '.join(sorted(there))}; no {name!r}. {instead}")
