"""Optuna's names of places where studies are kept, each of which is an address to us."""

from typing import Any

from fitwright.optuna._aside import leave, refuse
from fitwright.optuna.storages import journal
from fitwright.optuna.storages.journal import JournalFileBackend as JournalFileStorage
from fitwright.optuna.storages.journal import JournalStorage

__all__ = ["InMemoryStorage", "JournalFileStorage", "JournalStorage", "RDBStorage", "journal"]


class InMemoryStorage:
    """Studies in memory, by their names, as long as this object is there."""

    url = None

    def __init__(self) -> None:
        self.studies: dict[str, Any] = {}


class RDBStorage:
    """A folder beside the file that is named, such as "sqlite:///study.db"."""

    def __init__(self, url: str, **others: Any):
        leave("RDBStorage", others)
        self.url = url


def __getattr__(name: str) -> Any:
    return refuse("fitwright.optuna.storages", name, __all__, "storage=None keeps a study in memory.")
