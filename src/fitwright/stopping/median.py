"""Worse than half of the others: stopped."""

from dataclasses import dataclass
from statistics import median

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict
from fitwright.stopping._others import losses_beside, mean_loss
from fitwright.stopping.rule import Rule


@dataclass
class Median(Rule):
    """Stops a candidate whose loss is above the median of the others' on the same folds and fidelities.

    A tie goes on.  A candidate is compared on the folds it has, each at its highest fidelity, with those that
    have come as far (Golovin et al., 2017, Google Vizier, section 3.2.2).

    Parameters
    ----------
    warmup : at least so many others to compare with; below that everything goes on.
    grace : no verdict before a candidate has so many results.
    stopped_count : does a candidate that was stopped before it came so far count, as worse?  True lets the
        better half of all candidates through to the end; False halves again what is left at every step.

    Examples
    --------
    >>> Median(warmup=3).judge(Trial(0, {}), History())
    'go'
    """

    warmup: int = 5
    grace: int = 1
    stopped_count: bool = True

    def __post_init__(self) -> None:
        if self.warmup < 1 or self.grace < 1:
            raise SettingError(f"Expected warmup and grace from 1 on; got {self}.")

    def judge(self, trial: Trial, history: History) -> Verdict:
        if len(trial.results) < self.grace or not trial.results:
            return "go"
        losses = losses_beside(trial, history, self.stopped_count)
        if len(losses) < self.warmup or mean_loss(trial, trial.latest) <= median(losses):
            return "go"
        return "stop"
