"""The best share at every rung goes on; the rest waits for its chance."""

import math
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict
from fitwright.stopping._resource import check_resource
from fitwright.stopping._rungs import Rungs
from fitwright.stopping.rule import Rule


@dataclass
class Halving(Rule):
    """Successive halving: the best 1 / `factor` at every rung goes on, with `factor` times the work.

    Rungs lie at `first`, `first * factor`, … units of work.  A candidate that is not among the best of those
    that came to its rung is paused, and goes on from its checkpoint as soon as it is.  By default nobody
    waits for a rung to fill, and a candidate may be called later (Li et al., 2020, A system for massively
    parallel tuning); with `wait_for` all candidates of a rung are compared at once (Jamieson and Talwalkar,
    2016, Non-stochastic best arm identification and hyperparameter optimization).

    In `SearchCV` the work may be rows to learn from, or any whole number that the estimator takes: `resource`
    and what follows it are the arguments that `HalvingRandomSearchCV` has for it.

    Parameters
    ----------
    factor : one of so many goes on, with so many times the work.
    first : work at the lowest rung, in lowest fidelities (or steps, where fidelities do not ascend).
    wait_for : candidates at the lowest rung before one of them goes on; None waits for nobody.
    resource : "n_samples", or a parameter of the estimator such as "n_estimators": `SearchCV` then gives all
        candidates a little of it and the best ones more, and sets `first` and `wait_for`; None counts folds.
    min_resources : rows, or values of the parameter, of the first round: a number; "smallest", the fewest
        rows that make sense (twice as many as folds times classes), or 1; "exhaust", as many as let the last
        round use `max_resources`; "auto" is "exhaust" where `n_iter` says how many candidates there are,
        else "smallest".
    max_resources : of the last round, at most; "auto" is all rows.
    aggressive_elimination : where there are more candidates than rounds can thin out, repeat the first round.

    Examples
    --------
    >>> Halving().judge(Trial(0, {}), History())
    'go'
    """

    factor: float = 3.0
    first: float = 1.0
    wait_for: int | None = None
    resource: str | None = None
    min_resources: int | str = "auto"
    max_resources: int | str = "auto"
    aggressive_elimination: bool = False
    _rungs: Rungs = field(init=False, repr=False, compare=False)
    _gone: "WeakKeyDictionary[History, dict[int, tuple[tuple[int, ...], frozenset[int]]]]" = field(
        default_factory=WeakKeyDictionary, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        if not self.factor > 1 or not self.first > 0 or (self.wait_for is not None and self.wait_for < 1):
            raise SettingError(
                f"Expected a factor above 1, first above 0 and wait_for from 1 on; got {self}."
            )
        check_resource(self, "aggressive_elimination")
        self._rungs = Rungs(self.factor, self.first)

    def judge(self, trial: Trial, history: History) -> Verdict:
        if self.wait_for is not None:
            rung = max(self._rungs.reached(trial, history), default=-1)
            return "go" if rung < 0 or trial.number in self._go_on(history, rung) else "pause"
        just = self._rungs.just_reached(trial, history)
        if just is None:
            return "go"
        return "go" if self._rungs.is_among_best(trial, history, history, just) else "pause"

    def _go_on(self, history: History, rung: int) -> frozenset[int]:
        """Who goes on from a rung; nobody while one is missing there."""
        known = self._gone.setdefault(history, {})
        state = (history.results, len(history), len(history.in_state("failed", "stopped")))
        if rung not in known or known[rung][0] != state:
            known[rung] = (state, self._best(history, rung))
        return known[rung][1]

    def _best(self, history: History, rung: int) -> frozenset[int]:
        below = frozenset(trial.number for trial in history) if rung == 0 else self._go_on(history, rung - 1)
        expected = max(len(below), self.wait_for or 0) if rung == 0 else len(below)
        losses, lost = {}, 0
        for number in below:
            reached = self._rungs.reached(history[number], history)
            if rung in reached:
                losses[number] = reached[rung]
            elif history[number].state in ("failed", "stopped"):
                lost += 1
        if not losses or len(losses) + lost < expected:
            return frozenset()
        count = math.ceil(expected / self.factor)
        return frozenset(sorted(losses, key=lambda number: (losses[number], number))[:count])
