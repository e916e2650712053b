"""No better for a while: stopped."""

from dataclasses import dataclass

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict
from fitwright.stopping.rule import Rule


@dataclass
class Patience(Rule):
    """Stops a candidate that has not improved on itself for some reports (epochs, rounds).

    It looks at the fidelities of the fold that is under way; other candidates do not matter.  The loss of a
    candidate is that of its last report (Prechelt, 1998, Early stopping: but when?).

    Parameters
    ----------
    patience : so many reports without a better loss end it.
    least : by how much a loss has to be lower to count as better.

    Examples
    --------
    >>> Patience(patience=3).judge(Trial(0, {}), History())
    'go'
    """

    patience: int = 10
    least: float = 0.0

    def __post_init__(self) -> None:
        if self.patience < 1 or self.least < 0:
            raise SettingError(f"Expected patience from 1 and least from 0 on; got {self}.")

    def judge(self, trial: Trial, history: History) -> Verdict:
        if not trial.results:
            return "go"
        fold = trial.latest[-1].fold
        losses = [result.loss for step, result in sorted(trial.results.items()) if step.fold == fold]
        best, since = float("inf"), 0
        for loss in losses:
            better = loss < best - self.least
            best, since = (loss, 0) if better else (best, since + 1)
        return "stop" if since >= self.patience else "go"
