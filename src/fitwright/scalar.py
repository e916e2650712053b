"""Several losses and limits seen as one loss: what stands between a history and every searcher and rule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise
from typing import Any, NamedTuple, Self
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Result, Step, Trial
from fitwright.core.work import Verdict, Work
from fitwright.scheduling import Scheduler
from fitwright.stopping import Rule
from fitwright.stopping.never import Never

Array = NDArray[np.float64]
TILT = 0.05
"""Weight of the plain sum beside the largest loss, so that of two that share it the better one wins."""
FEW = 5
"""From so many whole trials on, those that are not whole have no say in the units of losses."""
FAR = 1e9
"""The most by which a limit is broken: farther is as far."""
PARTS = (10, 4, 3)
"""Into so many parts a weight is cut for two, three and four losses; into two for more."""


@dataclass
class Scalar:
    """What a history looks like to those who know one loss.

    Each trial number draws weights for the losses, and sees every trial's loss as the largest of its weighted
    losses (augmented Tchebycheff: Steuer and Choo, 1983; drawn anew for each trial: Knowles, 2006, ParEGO).
    So over the trials all of the front is sought.  The losses count from the lowest on, in units of the range
    between that and the middle of what was found.  A trial that breaks a limit is worse than every feasible
    one, the more the further it is off; as long as none is feasible, limits alone count.

    A function of the history and of (seed, trial number); what is remembered a fresh copy would compute.

    Attributes
    ----------
    goals : the losses and limits.
    seed : of the weights.
    earlier : a history to the trials of earlier studies that are seen beside it, in the same units.
    """

    goals: Goals
    seed: int = 0
    earlier: Callable[[History], Sequence[Trial]] | None = None
    _views: "WeakKeyDictionary[History, tuple[int, dict[int, History]]]" = field(
        default_factory=WeakKeyDictionary, repr=False, compare=False
    )
    _beside: "WeakKeyDictionary[History, Sequence[Trial]]" = field(
        default_factory=WeakKeyDictionary, repr=False, compare=False
    )
    _measured: "WeakKeyDictionary[History, dict[int, _Measured]]" = field(
        default_factory=WeakKeyDictionary, repr=False, compare=False
    )
    _made: "WeakKeyDictionary[History, dict[int, dict[int, _Made]]]" = field(
        default_factory=WeakKeyDictionary, repr=False, compare=False
    )

    def view(self, history: History, number: int) -> History:
        """The history as trial `number` is chosen and judged by."""
        turn = self._turn(number)
        taken, views = self._views.get(history, (-1, {}))
        if taken != history.taken:
            views = {}
            self._views[history] = (history.taken, views)
        if turn not in views:
            made = self._made.setdefault(history, {}).setdefault(turn, {})
            views[turn] = self._viewed(history, self.weights[turn], made)
        return views[turn]

    def known(self, history: History) -> Sequence[Trial]:
        """The trials of earlier studies as a view sees them; of one loss as they are."""
        if self.goals.alone:
            return [] if self.earlier is None else self.earlier(history)
        return self._beside.get(history, ())

    def _viewed(self, history: History, weights: Array, made: "dict[int, _Made]") -> History:
        before = [] if self.earlier is None else self.earlier(history)
        earlier = [_Measured.of(trial, self.goals) for trial in before]
        seen = self._seen([*earlier, *self._look(history)], weights, made)
        view = history.seen_as(seen[len(earlier) :])
        self._beside[view] = seen[: len(earlier)]
        return view

    @cached_property
    def weights(self) -> Array:
        """(weights, losses) that are drawn from, each adds up to 1."""
        return lattice(len(self.goals.names))

    def _turn(self, number: int) -> int:
        """Which weights: all of them in an order drawn anew, again and again."""
        block, place = divmod(number, len(self.weights))
        order = np.random.default_rng(seed_of(self.seed, "weights", block)).permutation(len(self.weights))
        return int(order[place])

    def _look(self, history: History) -> "list[_Measured]":
        """Each trial with what was measured of it, looked at once."""
        known = self._measured.setdefault(history, {})
        for trial in history:
            if trial.number not in known or known[trial.number].trial is not trial:
                known[trial.number] = _Measured.of(trial, self.goals)
        return [known[trial.number] for trial in history]

    def _seen(self, told: "list[_Measured]", weights: Array, made: "dict[int, _Made]") -> list[Trial]:
        """The trials, each result with one loss; those that look as they did before are not made anew."""
        losses, at, seen = self._losses(told, weights).tolist(), 0, []
        for one in told:
            own, at = losses[at : at + len(one.points)], at + len(one.points)
            known = made.get(one.trial.number)
            if known is None or known.trial is not one.trial or known.losses != own:
                known = made[one.trial.number] = _Made(one.trial, own, _Seen.of(one, own, self.goals))
            seen.append(known.seen)
        return seen

    def _losses(self, told: "list[_Measured]", weights: Array) -> Array:
        """(results,) one loss for each result of each trial."""
        fine = [one for one in told if one.scored and not one.excess]
        ended = [one.trial.state == "done" for one in fine]
        known = self._points([one.losses for one in fine])
        scale = _Scale.of(known[ended] if sum(ended) >= FEW else known, weights)
        reached = scale(known)
        reached = reached[np.isfinite(reached)]
        top, width = (reached.max(), float(np.ptp(reached))) if len(reached) else (0.0, 0.0)
        over = np.repeat([one.excess for one in told], [len(one.points) for one in told])
        points = np.concatenate([self._points([]), *(one.points for one in told)])
        return np.where(over > 0, top + (width or 1.0) * over / (1.0 + over), scale(points))

    def _points(self, losses: list[tuple[float, ...]]) -> Array:
        """(points, losses)"""
        return np.array(losses, np.float64).reshape(-1, len(self.goals.names))


class _Made(NamedTuple):
    """A trial, one loss for each of its results, and how it looks with these."""

    trial: Trial
    losses: list[float]
    seen: Trial


@dataclass(frozen=True)
class _Measured:
    """A trial, by how much it breaks limits, and its losses: all together, and at each of its steps."""

    trial: Trial
    excess: float
    losses: tuple[float, ...]
    points: Array

    @classmethod
    def of(cls, trial: Trial, goals: Goals) -> Self:
        """As it stands."""
        told = [goals.losses_at(trial, result) for result in trial.results.values()]
        points = np.array(told, np.float64).reshape(-1, len(goals.names))
        scored = trial.results and trial.state != "failed"
        return cls(trial, min(goals.excess(trial), FAR) if scored else 0.0, goals.losses(trial), points)

    @cached_property
    def plain(self) -> dict[str, Any]:
        """What a trial that looks otherwise has as it is: all but the results and what follows from them."""
        known = self.trial.__dict__
        return {name: known[name] for name in Trial.__dataclass_fields__ if name != "results"}

    @property
    def scored(self) -> bool:
        """Has it results that count?"""
        return len(self.points) > 0 and self.trial.state != "failed"


@dataclass(frozen=True)
class _Scale:
    """Several losses to one, by these weights (losses,)."""

    weights: Array
    low: Array
    span: Array

    @classmethod
    def of(cls, known: Array, weights: Array) -> Self:
        """Counted from the lowest of `known` (points, losses), in units of the middle."""
        known = known[np.isfinite(known).all(axis=1)]
        if not len(known):
            return cls(weights, np.zeros(len(weights)), np.ones(len(weights)))
        low = known.min(axis=0)
        middle, whole = np.median(known, axis=0) - low, known.max(axis=0) - low
        span = np.where(middle > 0, middle, whole)
        return cls(weights, low, np.where(span > 0, span, 1.0))

    def __call__(self, points: Array) -> Array:
        """(points,) of `points` (points, losses); one loss alone stays as it is."""
        if points.shape[1] == 1:
            return points[:, 0]
        there = np.isfinite(points.sum(axis=1))
        scaled = (np.where(there[:, None], points, self.low) - self.low) / self.span
        found = (self.weights * scaled).max(axis=1) + TILT * scaled.sum(axis=1)
        return np.where(there, found, np.inf)


class _Seen(Trial):
    """A trial, each result with one loss.  The results are made when they are asked for: many never are."""

    @classmethod
    def of(cls, one: _Measured, losses: list[float], goals: Goals) -> Self:
        """It with these losses."""
        made = object.__new__(cls)
        made.__dict__.update(one.plain, _one=(one.trial, losses, goals))
        return made

    @cached_property
    def results(self) -> dict[Step, Result]:
        """As the trial has them, but for the losses."""
        trial, losses, goals = self.__dict__["_one"]
        pairs = zip(trial.results.items(), losses, strict=True)
        return {step: _with(result, loss, goals) for (step, result), loss in pairs}

    @property
    def found(self) -> dict[str, tuple[Any, Any]]:
        """As the trial has it."""
        known: Trial = self.__dict__["_one"][0]
        return known.found


def _with(result: Result, loss: float, goals: Goals) -> Result:
    """The result with another loss; its own is kept by its name, and its derivatives are of no use."""
    if loss == result.loss:
        return result
    first, sign = goals.names[0], goals.signs[0]
    values = result.values if first in result.values else {**result.values, first: sign * result.loss}
    made = object.__new__(Result)  # as `dataclasses.replace` does, in a fraction of the time
    made.__dict__.update(result.__dict__, loss=loss, values=values, gradient={})
    return made


class Weighing(Scheduler):
    """Another scheduler, and its searcher, that see one loss."""

    def __init__(self, inner: Scheduler, scalar: Scalar):
        super().__init__(inner.searcher, inner.trials)
        self.inner, self.scalar = inner, scalar

    def next(self, history: History, room: int, seconds_left: float) -> Work | None:
        """Chosen by the weights of the next trial."""
        return self.inner.next(self.scalar.view(history, len(history)), room, seconds_left)


@dataclass
class Judging(Rule):
    """Another rule that sees one loss: a trial is judged by the weights it was chosen for."""

    inner: Rule
    scalar: Scalar

    def judge(self, trial: Trial, history: History) -> Verdict:
        """Among the others as its own weights see them."""
        view = self.scalar.view(history, trial.number)
        return self.inner.judge(view[trial.number], view)


def in_front(scalar: Scalar, scheduler: Scheduler, rule: Rule) -> tuple[Scheduler, Rule]:
    """Both with the scalar before them, where there is more than one loss to see."""
    if scalar.goals.alone:
        return scheduler, rule
    return Weighing(scheduler, scalar), rule if isinstance(rule, Never) else Judging(rule, scalar)


def lattice(losses: int) -> Array:
    """(weights, losses) evenly over all that add up to 1, the ends among them.

    Examples
    --------
    >>> lattice(2)[:3].tolist()
    [[0.0, 1.0], [0.1, 0.9], [0.2, 0.8]]
    """
    parts = PARTS[losses - 2] if 2 <= losses < 2 + len(PARTS) else 2
    places = parts + losses - 1
    cuts = [(-1, *bars, places) for bars in combinations(range(places), losses - 1)]
    return np.array([[high - low - 1 for low, high in pairwise(bars)] for bars in cuts]) / parts
