"""The best share at every rung goes on; the rest waits for its chance."""

from dataclasses import dataclass, field

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict
from fitwright.stopping._rungs import Rungs
from fitwright.stopping.rule import Rule


@dataclass
class Halving(Rule):
    """Asynchronous successive halving, with promotion.

    Rungs lie at `first`, `first * factor`, … units of work.  At a rung a candidate goes on if it is among the
    best 1 / `factor` of all that came there; if not it is paused, and goes on from its checkpoint as soon as
    it is.  Nobody waits for a rung to fill (Li et al., 2020, A system for massively parallel tuning).

    Parameters
    ----------
    factor : one of so many goes on, with so many times the work.
    first : work at the lowest rung, in lowest fidelities (or steps, where fidelities do not ascend).

    Examples
    --------
    >>> Halving().judge(Trial(0, {}), History())
    'go'
    """

    factor: float = 3.0
    first: float = 1.0
    _rungs: Rungs = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.factor > 1 or not self.first > 0:
            raise SettingError(f"Expected a factor above 1 and first above 0; got {self}.")
        self._rungs = Rungs(self.factor, self.first)

    def judge(self, trial: Trial, history: History) -> Verdict:
        rung = self._rungs.just_reached(trial, history)
        if rung is None:
            return "go"
        return "go" if self._rungs.is_among_best(trial, history, history, rung) else "pause"
