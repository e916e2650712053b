"""Whether a candidate may go on."""

from abc import ABC, abstractmethod

from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict


class Rule(ABC):
    """Judges a running trial after each of its steps; a paused one is offered again before new ones start."""

    @abstractmethod
    def judge(self, trial: Trial, history: History) -> Verdict:
        """One of "go": one more step; "pause": maybe later; "stop": never again; no state is kept."""
