"""Optuna's names of errors."""

from fitwright.core.errors import FitwrightError as OptunaError
from fitwright.core.errors import NothingFinished, SettingError, TrialPruned

__all__ = ["DuplicatedStudyError", "NothingComplete", "OptunaError", "TrialPruned"]


class DuplicatedStudyError(SettingError):
    """A study of this name is kept there already."""


class NothingComplete(NothingFinished, ValueError):
    """No trial is complete yet, or none that keeps all limits; to Optuna this is a ValueError."""
