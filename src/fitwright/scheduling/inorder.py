"""First come, first served."""

from fitwright.core.history import History
from fitwright.core.work import Work
from fitwright.scheduling._pieces import new_trial, one_more
from fitwright.scheduling.scheduler import Scheduler


class InOrder(Scheduler):
    """The oldest trial's next step; a new trial when all others are busy or over.

    When there is no new trial to be had, folds of one trial run side by side.

    Examples
    --------
    >>> from fitwright.search.random import Random
    >>> from fitwright.space import Int, Space
    >>> InOrder(Random(Space(depth=Int(1, 9))), trials=3).next(History(), room=1, seconds_left=60).key
    Key(trial=0, step=Step(fold=0, fidelity=0), attempt=0)
    """

    def next(self, history: History, room: int, seconds_left: float) -> Work | None:
        if seconds_left <= 0:
            return None
        running = history.in_state("running")
        for trial in running:
            if work := one_more(trial, history.steps):
                return work
        if work := new_trial(self.searcher, self.trials, history):
            return work
        for trial in running:
            if work := one_more(trial, history.steps, together=True):
                return work
        return None
