"""Where a study is kept, and what is there."""

import json
from pathlib import Path
from typing import Any

from fitwright import ledger
from fitwright.core.describe import is_plain
from fitwright.core.disk import replacing
from fitwright.core.errors import SettingError
from fitwright.core.events import Event
from fitwright.ledger import Ledger

NOTES = "notes.json"
"""The file with what was noted of a study."""


def opened(folder: Path) -> Ledger:
    """The ledger there, made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    return ledger.catalog.make("sqlite", folder=folder)


def folder_of(storage: Any, name: str) -> Path | None:
    """The folder that an address means; None for none.

    Raises
    ------
    SettingError
        It is no address of a file.
    """
    if storage is None:
        return None
    address = str(storage).removeprefix("sqlite:///")
    if not isinstance(storage, str | Path) or "://" in address or not address:
        raise SettingError(f"Expected storage as 'sqlite:///study.db' or a path; got {storage!r}.")
    return Path(f"{address}.studies") / name


def names(storage: Any) -> list[str]:
    """Of the studies that are kept there, in alphabetical order."""
    folder = folder_of(storage, "any")
    return [] if folder is None else sorted(one.parent.name for one in folder.parent.glob("*/ledger.sqlite"))


def notes(folder: Path) -> dict[str, Any]:
    """What was noted of the study there."""
    file = folder / NOTES
    return dict(json.loads(file.read_text("utf-8"))) if file.is_file() else {}


def note(folder: Path, attrs: dict[str, Any]) -> None:
    """Keep what is noted of the study there.

    Raises
    ------
    SettingError
        JSON cannot hold it.
    """
    if strange := [name for name, value in attrs.items() if not is_plain(value)]:
        raise SettingError(
            f"Expected text, numbers, lists, dicts in notes of a study that is kept; {strange[0]!r} is not. "
            "Keep objects in files of your own, and note their names."
        )
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / NOTES) as file:
        file.write(json.dumps(attrs).encode())


def read(folder: Path) -> list[Event]:
    """What is kept in a folder; nothing where there is none."""
    return ledger.events_in(folder) if (folder / "ledger.sqlite").is_file() else []
