"""Trials in Optuna's words, kept up with as events come in: each is made anew when it has changed."""

import time
from collections.abc import Sequence
from dataclasses import replace

from fitwright.core.events import Event
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.frozen import freeze, spans
from fitwright.optuna._queue import Queue
from fitwright.optuna.trial import FrozenTrial
from fitwright.suggest import OPEN


class Reading:
    """What events have come to.

    Parameters
    ----------
    goals : what is wanted of a trial.
    history : what they have come to, where somebody else keeps up with them.
    queue : what is wished for trials to come.
    """

    def __init__(self, goals: Goals, history: History | None = None, queue: Queue | None = None):
        self.history = History(OPEN) if history is None else history
        self._goals, self._heard, self._queue = goals, 0, queue
        self._spans: dict[int, tuple[float, float]] = {}
        self._known: dict[int, tuple[Trial, FrozenTrial]] = {}

    def hear(self, events: Sequence[Event]) -> None:
        """Take in those that are new."""
        new = events[self._heard :]
        self.history.add(*new)
        self._spans |= spans(new, self._spans)
        self._heard = len(events)

    def trials(self) -> list[FrozenTrial]:
        """All, oldest first, those that are to come last; they are not to be changed."""
        ahead = [] if self._queue is None else self._queue.waiting(len(self.history))
        return [self.trial(one.number) for one in self.history] + ahead

    def trial(self, number: int) -> FrozenTrial:
        """One of them; where no event tells its times, it is over now."""
        now, history = self.history[number], self.history
        known = self._known.get(number)
        if known is None or known[0] is not now:
            began = float(history.header.get("began", time.time() - history.spent))
            start, end = self._spans.get(number, (history.spent - now.seconds, history.spent))
            found = freeze(now, self._goals, (began + start, began + end))
            known = self._known[number] = now, FrozenTrial(**vars(found))
        return known[1]


def copied(trial: FrozenTrial) -> FrozenTrial:
    """One that may be changed."""
    return replace(
        trial,
        values=None if trial.values is None else list(trial.values),
        params=dict(trial.params),
        user_attrs=dict(trial.user_attrs),
        intermediate_values=dict(trial.intermediate_values),
        constraints=dict(trial.constraints),
        distributions=dict(trial.distributions),
    )
