"""A function by the name of its file or module."""

import importlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from fitwright.core.errors import SettingError


def named(words: str) -> Any:
    """What "script.py:function" or "package.module:function" names.

    Raises
    ------
    SettingError
        There is no such file, module or function.
    """
    place, _, name = words.rpartition(":")
    if not place or not name:
        raise SettingError(f"Expected SCRIPT:FUNCTION, such as train.py:loss; got {words!r}.")
    module = _of_file(Path(place)) if place.endswith(".py") else _of_name(place)
    if not hasattr(module, name):
        there = sorted(
            key for key, value in vars(module).items() if callable(value) and not key.startswith("_")
        )
        raise SettingError(f"Expected a function of {place}; it has no {name!r}. It has: {', '.join(there)}.")
    return getattr(module, name)


def _of_file(path: Path) -> ModuleType:
    """The script, run; what it imports from its own folder is found, and workers get its code along."""
    import cloudpickle

    if not path.is_file():
        raise SettingError(f"Expected a script; there is no file {path}.")
    sys.path.insert(0, str(path.resolve().parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SettingError(f"Expected a Python script; got {path}.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    try:
        spec.loader.exec_module(module)
    except SyntaxError as error:
        raise SettingError(f"Expected a Python script; {path}, line {error.lineno}: {error.msg}.") from error
    except ImportError as error:
        raise SettingError(
            f"Expected a script whose imports are there; {path}: {error}. Is it installed, or in its folder?"
        ) from error
    cloudpickle.register_pickle_by_value(module)
    return module


def _of_name(name: str) -> ModuleType:
    sys.path.insert(0, str(Path.cwd()))
    try:
        return importlib.import_module(name)
    except (ImportError, TypeError) as error:
        raise SettingError(
            f"Expected a module or a script; {error}. Is it installed, or in this folder?"
        ) from error
