"""Where a study is kept, and what is there."""

from pathlib import Path
from typing import Any

from fitwright import ledger
from fitwright.core.errors import SettingError
from fitwright.core.events import Event
from fitwright.ledger import Ledger


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


def read(folder: Path) -> list[Event]:
    """What is kept in a folder; nothing where there is none."""
    if not (folder / "ledger.sqlite").is_file():
        return []
    kept = ledger.catalog.make("sqlite", folder=folder, reading=True)
    try:
        return [event for _, event in kept.since(0)]
    finally:
        kept.close()
