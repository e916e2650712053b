"""Whether a candidate may go on."""

from abc import ABC, abstractmethod

from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict


class Rule(ABC):
    """Judges a running trial after each of its steps; paused trials are offered again before new ones start."""

    @abstractmethod
    def judge(self, trial: Trial, history: History) -> Verdict:
        """"go": one more step; "pause": maybe later; "stop": never again.  Reads history, keeps no state."""
