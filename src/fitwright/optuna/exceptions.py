"""Optuna's names of errors."""

from fitwright.core.errors import Damaged as StorageInternalError
from fitwright.core.errors import FitwrightError as OptunaError
from fitwright.core.errors import NothingFinished, SettingError, TrialPruned

__all__ = [
    "DuplicatedStudyError",
    "ExperimentalWarning",
    "NothingComplete",
    "OptunaError",
    "StorageInternalError",
    "TrialPruned",
    "UpdateFinishedTrialError",
]


class ExperimentalWarning(UserWarning):
    """Never given here; scripts name it to silence it."""


class DuplicatedStudyError(SettingError):
    """A study of this name is kept there already."""


class NothingComplete(NothingFinished, ValueError):
    """No trial is complete yet, or none that keeps all limits; to Optuna this is a ValueError."""


class StudyNotFound(SettingError, KeyError):
    """No study of this name is kept there; to Optuna this is a KeyError."""

    def __str__(self) -> str:
        return str(self.args[0])


class UpdateFinishedTrialError(SettingError):
    """A trial is told of that has ended; a ValueError, too."""
