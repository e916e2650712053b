"""Where a study is kept, and what is there."""

import json
import re
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from fitwright import ledger
from fitwright.core.describe import is_plain
from fitwright.core.disk import replacing
from fitwright.core.errors import SettingError
from fitwright.core.events import Event
from fitwright.ledger import Ledger

CARD = "study.json"
"""The file with what is said of a study."""
_UNFIT = re.compile(r'[%/\\:*?"<>|]|^\.')
"""What no folder can have in its name everywhere, or not at its beginning."""


@dataclass(frozen=True)
class Card:
    """What is said of a study beside its trials.

    Attributes
    ----------
    directions : one for each value.
    user_attrs : name to what was noted.
    metric_names : of the values; None where nobody has said.
    """

    directions: list[str]
    user_attrs: dict[str, Any] = field(default_factory=dict)
    metric_names: list[str] | None = None


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
    storage = getattr(storage, "url", storage)
    if storage is None:
        return None
    address = str(storage).removeprefix("sqlite:///")
    if not isinstance(storage, str | Path) or "://" in address or not address:
        raise SettingError(f"Expected storage as 'sqlite:///study.db' or a path; got {storage!r}.")
    word = _UNFIT.sub(lambda found: f"%{ord(found[0]):02X}", name)
    return Path(f"{address}.studies") / word


def kept_in(storage: Any, name: str) -> Path:
    """The same, where a study cannot be in memory.

    Raises
    ------
    SettingError
        It is no address of a file, or None.
    """
    folder = folder_of(storage, name)
    if folder is None:
        raise SettingError(
            "Expected storage as 'sqlite:///study.db' or a path, since nobody finds a study in memory by its "
            "name; got None."
        )
    return folder


def names(storage: Any) -> list[str]:
    """Of the studies that are kept there, in alphabetical order."""
    shelf = kept_in(storage, "any").parent
    return sorted(unquote(one.parent.name) for one in shelf.glob(f"*/{CARD}"))


def card(folder: Path) -> Card | None:
    """What was said of the study there; None where there is none."""
    file = folder / CARD
    return Card(**json.loads(file.read_text("utf-8"))) if file.is_file() else None


def say(folder: Path, said: Card) -> None:
    """Keep what is said of the study there.

    Raises
    ------
    SettingError
        JSON cannot hold it.
    """
    if strange := [name for name, value in said.user_attrs.items() if not is_plain(value)]:
        raise SettingError(
            f"Expected text, numbers, lists, dicts in notes of a study that is kept; {strange[0]!r} is not. "
            "Keep objects in files of your own, and note their names."
        )
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(folder / CARD) as file:
        file.write(json.dumps(asdict(said)).encode())


def read(folder: Path, known: int = 0) -> list[Event]:
    """What is kept in a folder, but for so many events that are known; nothing where there is none."""
    if not (folder / "ledger.sqlite").is_file():
        return []
    with closing(ledger.catalog.make("sqlite", folder=folder, reading=True)) as record:
        return [event for _, event in record.since(known)]
