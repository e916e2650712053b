"""Halving from several first rungs at once, so that slow starters get their chance."""

import math
from dataclasses import dataclass, field

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Steps, Trial
from fitwright.core.work import Verdict
from fitwright.stopping._resource import check_resource
from fitwright.stopping._rungs import Rungs, ascending
from fitwright.stopping.rule import Rule

_GOLDEN = (math.sqrt(5) - 1) / 2


@dataclass
class Hyperband(Rule):
    """Hyperband, asynchronous: brackets of halving that begin to compare at different rungs.

    A candidate's bracket follows from its number; brackets get candidates in the proportions of the paper (Li
    et al., 2018), and candidates are compared within their bracket.  With search="tpe" or "gaussian" it is
    BOHB (Falkner et al., 2018).

    In `SearchCV` the work may be rows to learn from, or any whole number that the estimator takes, as for
    `Halving`: a bracket's candidates then begin with its amount, and nothing is fitted on less.

    Parameters
    ----------
    factor : one of so many goes on, with so many times the work.
    first : work at the lowest rung, in lowest fidelities (or steps, where fidelities do not ascend).
    brackets : how many; as many as the objective's fidelities and folds make room for where None, and 4 where
        nobody knows how long a candidate goes on.
    resource : "n_samples", or a parameter of the estimator such as "n_estimators": `SearchCV` then sets
        `first`; None counts folds.
    min_resources : rows, or values of the parameter, that the first bracket begins with: a number;
        "smallest", the fewest rows that make sense (twice as many as folds times classes), or 1; "exhaust"
        and "auto", as few, but so that the last round uses `max_resources`.
    max_resources : of the last round, at most; "auto" is all rows.

    Examples
    --------
    >>> Hyperband().judge(Trial(0, {}), History())
    'go'
    """

    factor: float = 3.0
    first: float = 1.0
    brackets: int | None = None
    resource: str | None = None
    min_resources: int | str = "auto"
    max_resources: int | str = "auto"
    _ladders: dict[int, Rungs] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        count = self.brackets is None or self.brackets >= 1
        if not self.factor > 1 or not self.first > 0 or not count:
            raise SettingError(
                f"Expected a factor above 1, first above 0 and brackets from 1 on; got {self}."
            )
        check_resource(self)
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
        shares = self.shares(self._count(steps))
        place = (number * _GOLDEN) % 1.0 * sum(shares)
        for bracket, share in enumerate(shares):
            if place < share:
                return bracket
            place -= share
        return len(shares) - 1

    def shares(self, count: int) -> list[float]:
        """In what proportions so many brackets have candidates."""
        return [self.factor ** (count - 1 - b) * count / (count - b) for b in range(count)]

    def _count(self, steps: Steps) -> int:
        if self.brackets is not None:
            return self.brackets
        if steps.open_ended:
            return 4
        cut = steps.fidelities
        most = steps.folds * (cut[-1] / cut[0] if ascending(steps) else len(cut))
        return max(1, math.floor(math.log(max(most / self.first, 1.0)) / math.log(self.factor) + 1e-9) + 1)
