"""Callbacks that Optuna ships."""

from collections.abc import Container
from typing import Any

from fitwright.frozen import FrozenTrial, TrialState


class MaxTrialsCallback:
    """Ends a study when it has so many trials, those of earlier runs among them.

    Parameters
    ----------
    n_trials : how many.
    states : those in one of these states count; all where None.
    """

    def __init__(self, n_trials: int, states: Container[TrialState] | None = (TrialState.COMPLETE,)):
        self.n_trials, self.states = n_trials, states

    def __call__(self, study: Any, trial: FrozenTrial) -> None:
        """Look how many there are."""
        if len(study.get_trials(deepcopy=False, states=self.states)) >= self.n_trials:
            study.stop()
