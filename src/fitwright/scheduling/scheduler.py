"""Which piece of work is next."""

from abc import ABC, abstractmethod

from fitwright.core.history import History
from fitwright.core.work import Work
from fitwright.search import Searcher


class Scheduler(ABC):
    """Chooses between a new trial and one more step of an old one; sees the clock, runs nothing.

    It numbers new trials from `len(history)` on and never grants a step twice: what is granted stands in
    `trial.started`.  It leaves `Work.number` and the limits to the loop.
    """

    def __init__(self, searcher: Searcher, trials: int | None = None):
        self.searcher, self.trials = searcher, trials

    @abstractmethod
    def next(self, history: History, room: int, seconds_left: float) -> Work | None:
        """The next piece of work, or None if nothing should start now."""
