"""A function by the name of its file or module."""

import importlib
import importlib.util
import sys
import sysconfig
import traceback
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
    with _Importing(path.stem):
        spec.loader.exec_module(module)
    cloudpickle.register_pickle_by_value(module)
    return module


def _of_name(name: str) -> ModuleType:
    sys.path.insert(0, str(Path.cwd()))
    if not all(map(str.isidentifier, name.split("."))):
        raise SettingError(
            f"Expected a module or a script, such as package.module or train.py; got {name!r}."
        )
    with _Importing(name):
        return importlib.import_module(name)


class _Importing:
    """What the user's code raises while it is imported becomes one sentence, with its place there."""

    def __init__(self, name: str):
        self.name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if isinstance(error, Exception | SystemExit):
            sys.modules.pop(self.name, None)  # half of a module is none
            raise SettingError(_regret(error)) from error


def _regret(error: Exception | SystemExit) -> str:
    """What was raised, and where in the user's own code."""
    if isinstance(error, SyntaxError):
        file, line, what = error.filename, error.lineno, error.msg
    else:
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_own(frame.filename)]
        file, line = (frames[-1].filename, frames[-1].lineno) if frames else (None, None)
        what = f"{type(error).__name__}: {' '.join(str(error).split())}".removesuffix(": ")
    hint = " Is it installed, or in its folder?" if isinstance(error, ImportError) else ""
    place = f"{file}, line {line}: " if file else ""
    return f"Expected a script or a module that can be imported; {place}{what.removesuffix('.')}.{hint}"


def _is_own(file: str) -> bool:
    """Is it the user's code, and not a library's, nor this one?"""
    path, installed = Path(file), {"site-packages", "dist-packages"}
    homes = (sysconfig.get_path("stdlib"), Path(__file__).parents[1])
    inside = installed & {*path.parts} or any(path.is_relative_to(home) for home in homes)
    return not (file.startswith("<") or inside)
