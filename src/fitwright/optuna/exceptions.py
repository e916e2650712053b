"""Optuna's names of errors."""

from fitwright.core.errors import FitwrightError as OptunaError
from fitwright.core.errors import SettingError, TrialPruned

__all__ = ["DuplicatedStudyError", "OptunaError", "TrialPruned"]


class DuplicatedStudyError(SettingError):
    """A study of this name is kept there already."""
