"""A line for each trial that ends, as Optuna's users follow a study by."""

import logging
from typing import Any

from fitwright.frozen import TrialState
from fitwright.optuna._told import StudyDirection
from fitwright.optuna.trial import FrozenTrial

LOG = logging.getLogger("fitwright.optuna")


class Lines:
    """Tells of trials in the order in which they end, and of the best so far.

    Parameters
    ----------
    study : as it stands before the first of them.
    """

    def __init__(self, study: Any):
        found = study.best_trials if len(study.directions) == 1 else []
        self._best: FrozenTrial | None = min(found, key=lambda trial: trial.number, default=None)
        self._sign = 1.0 if study.directions[0] == StudyDirection.MINIMIZE else -1.0
        self._several = len(study.directions) > 1

    def tell(self, trial: FrozenTrial, why: str) -> None:
        """Of one more.

        Parameters
        ----------
        why : it has failed, where it has.
        """
        match trial.state:
            case TrialState.COMPLETE:
                self._compare(trial)
                LOG.info(
                    "Trial %d: %s with %s.%s", trial.number, self._said(trial), trial.params, self._top()
                )
            case TrialState.PRUNED:
                LOG.info("Trial %d was pruned at step %s.", trial.number, trial.last_step)
            case _:
                LOG.warning("Trial %d failed with %s: %s", trial.number, trial.params, why)

    def _compare(self, trial: FrozenTrial) -> None:
        keeps = all(by <= 0 for by in trial.constraints.values())
        if self._several or not keeps or trial.value is None:
            return
        before = None if self._best is None else self._best.value
        if before is None or self._sign * trial.value < self._sign * before:
            self._best = trial

    def _said(self, trial: FrozenTrial) -> Any:
        return trial.values if self._several else trial.value

    def _top(self) -> str:
        """The best so far, where there is one."""
        return "" if self._best is None else f" Best: trial {self._best.number} with {self._best.value}."


def tell_of_end(ran: int, asked: int) -> None:
    """Say so where fewer trials ran than were asked for."""
    if ran < asked:
        LOG.warning(
            "%d of %d trials ran: all that the objective can be given has been tried, and nothing is twice.",
            ran,
            asked,
        )
