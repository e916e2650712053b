"""Optuna's names of files that grow line by line: a study is kept in a folder beside such a file."""

from typing import Any

from fitwright.optuna._aside import leave

__all__ = ["JournalFileBackend", "JournalStorage"]


class JournalFileBackend:
    """A file."""

    def __init__(self, file_path: str, lock_obj: Any = None):
        leave("JournalFileBackend", {"lock_obj": lock_obj})
        self.url = file_path


class JournalStorage:
    """A folder beside the file of a backend."""

    def __init__(self, log_storage: JournalFileBackend):
        self.url = log_storage.url
