"""When a study is good enough to end before its budget does."""

from dataclasses import dataclass

from fitwright import fronts
from fitwright.core.amounts import is_amount
from fitwright.core.errors import SettingError
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.work import Work
from fitwright.scheduling import Scheduler


@dataclass(frozen=True)
class Enough:
    """Is what a study has good enough to end it?

    Attributes
    ----------
    goals : what the study is for.
    loss : the first loss of a feasible trial that is enough; None asks for none.
    patience : so many trials that are over since the last one that came on the front (or was the best); None
        waits for ever.
    """

    goals: Goals
    loss: float | None = None
    patience: int | None = None

    def __post_init__(self) -> None:
        if self.patience is not None and not is_amount(self.patience, whole=True):
            raise SettingError(f"Expected patience as a number of trials from 1; got {self.patience!r}.")

    def __call__(self, history: History) -> bool:
        """Say so."""
        best = None if self.loss is None and self.patience is None else fronts.best(self.goals, history)
        if best is None:
            return False
        if self.loss is not None and best.loss <= self.loss and not self.goals.excess(best):
            return True
        if self.patience is None:
            return False
        front = [] if len(self.goals.names) == 1 else fronts.front(self.goals, history)
        last = max((trial.number for trial in front), default=best.number)
        return sum(t.number > last for t in history.in_state("done", "stopped", "failed")) >= self.patience


class Until(Scheduler):
    """Another scheduler, until it is enough."""

    def __init__(self, inner: Scheduler, enough: Enough):
        super().__init__(inner.searcher, inner.trials)
        self.inner, self.enough = inner, enough

    def next(self, history: History, room: int, seconds_left: float) -> Work | None:
        """Nothing more when it is enough."""
        return None if self.enough(history) else self.inner.next(history, room, seconds_left)
