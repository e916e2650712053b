"""What goes to the workers: the objective, packed once, and where the driver is."""

import inspect
import sys
from pathlib import Path
from typing import Any

from fitwright.core.errors import SettingError
from fitwright.execution._run import sentence

_DEEP = 6  # attributes of attributes


def pack(objective: object) -> bytes:
    """Bytes from which a worker can make the objective; functions and classes of `__main__` go by value.

    Raises
    ------
    SettingError
        Something in it cannot be sent to another process; the message names the attribute.
    """
    import cloudpickle

    try:
        data: bytes = cloudpickle.dumps(objective)
    except Exception as error:
        name = "objective" + _culprit(objective, _DEEP)
        raise SettingError(
            "Expected an objective that can be sent to worker processes; "
            f"{name} cannot ({sentence(error)}).  Make it where it is used, or use executor='serial'."
        ) from error
    return data


def import_path() -> list[str]:
    """This process's import path, so that it means the same in any folder."""
    return [str(folder() / entry) for entry in sys.path]


def folder() -> Path:
    """Where this process is; the root, where that folder was deleted."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path("/")


def _culprit(thing: object, deep: int) -> str:
    """The path to the innermost part that cannot be packed, as one would write it."""
    for name, part in _parts(thing).items() if deep else ():
        if not _packs(part):
            return name + _culprit(part, deep - 1)
    return ""


def _parts(thing: Any) -> dict[str, object]:
    if isinstance(thing, dict):
        return {f"[{key!r}]": part for key, part in thing.items()}
    if isinstance(thing, (list, tuple)):
        return {f"[{place}]": part for place, part in enumerate(thing)}
    if not inspect.isfunction(thing):
        return {f".{name}": part for name, part in getattr(thing, "__dict__", {}).items()}
    seen = inspect.getclosurevars(thing)
    return {f", variable {name!r}": part for name, part in {**seen.nonlocals, **seen.globals}.items()}


def _packs(thing: object) -> bool:
    import cloudpickle

    try:
        cloudpickle.dumps(thing)
    except Exception:
        return False
    return True
