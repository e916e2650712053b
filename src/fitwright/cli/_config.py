"""A TOML file that holds the same words as the command line; the command line wins."""

import dataclasses
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from fitwright.core.errors import SettingError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

C = TypeVar("C", bound="DataclassInstance")


def settled(said: C, path: Path | None) -> C:
    """What was said, its gaps (None or False) filled from the file at `path`.

    Raises
    ------
    SettingError
        The file cannot be read, is no TOML, or holds a word that the command does not know.
    """
    if path is None:
        return said
    words = {name.replace("-", "_"): value for name, value in _read(path).items()}
    known = [field.name for field in dataclasses.fields(said) if field.name != "config"]
    if strange := [name for name in words if name not in known]:
        raise SettingError(f"Expected in {path} some of {', '.join(known)}; got {', '.join(strange)}.")
    gaps = {name: value for name, value in words.items() if getattr(said, name) in (None, False)}
    return dataclasses.replace(said, **gaps)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingError(
            f"Expected a TOML file as config; {path} cannot be read: {error.strerror}."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError(f"Expected TOML in {path}; {error}.") from error
