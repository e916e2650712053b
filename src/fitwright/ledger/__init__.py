"""What happened: ledgers, one a file."""

from pathlib import Path

from fitwright.core.catalog import Catalog
from fitwright.core.events import Event
from fitwright.ledger.ledger import Ledger

__all__ = ["Ledger", "catalog", "events_in"]

catalog: Catalog[Ledger] = Catalog(__name__, Ledger)


def events_in(folder: str | Path) -> list[Event]:
    """All that is written down in the folder of a run, which may be under way.

    Raises
    ------
    Damaged
        There is no record, or it cannot be read.
    """
    record = catalog.make("sqlite", folder=folder, reading=True)
    try:
        return [event for _, event in record.since(0)]
    finally:
        record.close()
