"""Optuna's names of what belongs to a trial."""

from fitwright.frozen import FrozenTrial, TrialState
from fitwright.objectives import Suggest as Trial

__all__ = ["FrozenTrial", "Trial", "TrialState"]
