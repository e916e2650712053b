"""Not among the best share of the others: stopped."""

from dataclasses import dataclass

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict
from fitwright.stopping._others import losses_beside, mean_loss
from fitwright.stopping.rule import Rule


@dataclass
class Percentile(Rule):
    """Stops a candidate whose loss is above a percentile of the others' on the same folds and fidelities.

    The median rule with a bar that can be moved: 25 keeps the best quarter, 75 stops the worst one.

    Parameters
    ----------
    percentile : from 0 to 100; candidates at or below it go on.
    warmup : at least so many others to compare with; below that everything goes on.
    grace : no verdict before a candidate has so many results.
    stopped_count : does a candidate that was stopped before it came so far count, as worse?

    Examples
    --------
    >>> Percentile(25.0, warmup=3).judge(Trial(0, {}), History())
    'go'
    """

    percentile: float = 25.0
    warmup: int = 5
    grace: int = 1
    stopped_count: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.percentile <= 100 or self.warmup < 1 or self.grace < 1:
            raise SettingError(
                f"Expected a percentile from 0 to 100, and warmup and grace from 1 on; got {self}."
            )

    def judge(self, trial: Trial, history: History) -> Verdict:
        if len(trial.results) < self.grace or not trial.results:
            return "go"
        losses = sorted(losses_beside(trial, history, self.stopped_count))
        if len(losses) < self.warmup:
            return "go"
        bar = losses[min(int(self.percentile / 100 * len(losses)), len(losses) - 1)]
        return "go" if mean_loss(trial, trial.latest) <= bar else "stop"
