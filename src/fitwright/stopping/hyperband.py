"""Halving from several first rungs at once, so that slow starters get their chance."""

import math
from dataclasses import dataclass, field

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Steps, Trial
from fitwright.core.work import Verdict
from fitwright.stopping._rungs import Rungs, ascending
from fitwright.stopping.rule import Rule

_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass
class Hyperband(Rule):
    """Hyperband, asynchronous: brackets of halving that begin to compare at different rungs.

    A candidate's bracket follows from its number; brackets get candidates in the proportions of the paper (Li
    et al., 2018), and candidates are compared within their bracket.  With search="tpe" or "gaussian" it is
    BOHB (Falkner et al., 2018).

    Parameters
    ----------
    factor : one of so many goes on, with so many times the work.
    first : work at the lowest rung, in lowest fidelities (or steps, where fidelities do not ascend).
    brackets : how many; as many as the objective's fidelities and folds make room for where None, and 4 where
        nobody knows how long a candidate goes on.

    Examples
    --------
    >>> Hyperband().judge(Trial(0, {}), History())
    'go'
    """

    factor: float = 3.0
    first: float = 1.0
    brackets: int | None = None
    _ladders: dict[int, Rungs] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        count = self.brackets is None or self.brackets >= 1
        if not self.factor > 1 or not self.first > 0 or not count:
            raise SettingError(
                f"Expected a factor above 1, first above 0 and brackets from 1 on; got {self}."
            )
        self._ladders = {}

    def judge(self, trial: Trial, history: History) -> Verdict:
        bracket = self.bracket(trial.number, history.steps)
        rungs = self._ladders.setdefault(bracket, Rungs(self.factor, self.first * self.factor**bracket))
        rung = rungs.just_reached(trial, history)
        if rung is None:
            return "go"
        rivals = [t for t in history if self.bracket(t.number, history.steps) == bracket]
        return "go" if rungs.is_among_best(trial, rivals, history, rung) else "pause"

    def bracket(self, number: int, steps: Steps) -> int:
        """Which bracket a candidate is in; 0 begins to compare at the lowest rung."""
        count = self._count(steps)
        shares = [self.factor ** (count - 1 - b) * count / (count - b) for b in range(count)]
        place = (number * _GOLDEN) % 1.0 * sum(shares)
        for bracket, share in enumerate(shares):
            if place < share:
                return bracket
            place -= share
        return count - 1

    def _count(self, steps: Steps) -> int:
        if self.brackets is not None:
            return self.brackets
        if steps.open_ended:
            return 4
        cut = steps.fidelities
        most = steps.folds * (cut[-1] / cut[0] if ascending(steps) else len(cut))
        return max(1, math.floor(math.log(max(most / self.first, 1.0)) / math.log(self.factor) + 1e-9) + 1)
