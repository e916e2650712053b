"""Rungs: amounts of work at which candidates are compared, each some times the one below."""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from weakref import WeakKeyDictionary

from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps, Trial


def ascending(steps: Steps) -> bool:
    """Do the fidelities say how much work each is?"""
    return not steps.open_ended and all(low < high for low, high in pairwise(steps.fidelities))


def amount(trial: Trial, steps: Steps) -> Iterator[tuple[float, float]]:
    """(work done, loss) after each of its results, in the order in which they came.

    Work counts in units of the lowest fidelity where fidelities ascend, else in steps.
    """
    cut, scaled = steps.fidelities, ascending(steps)
    highest: dict[int, int] = {}
    losses: dict[int, float] = {}
    for step, result in trial.results.items():
        if step.fidelity >= highest.get(step.fold, 0):
            highest[step.fold], losses[step.fold] = step.fidelity, result.loss
        done = sum(cut[f] / cut[0] if scaled else f + 1 for f in highest.values())
        yield done, sum(losses.values()) / len(losses)


class _Way(NamedTuple):
    """What came of a trial's results so far."""

    results: Mapping[Step, Result]
    losses: dict[int, float]
    """Rung to loss."""
    latest: int | None
    """The rung that the latest result brought it to."""


@dataclass
class Rungs:
    """Who reached which rung with what loss; nothing here that a fresh copy would not find in the history.

    Parameters
    ----------
    factor : a rung is so many times the one below.
    first : work at the lowest rung.
    """

    factor: float
    first: float
    _known: "WeakKeyDictionary[History, dict[int, _Way]]" = field(
        default_factory=WeakKeyDictionary, repr=False, compare=False
    )
    _bars: "WeakKeyDictionary[History, tuple[int, dict[int, float]]]" = field(
        default_factory=WeakKeyDictionary, repr=False, compare=False
    )

    def number(self, done: float) -> int:
        """The highest rung that so much work reaches; -1 below the lowest."""
        if done < self.first:
            return -1
        return math.floor(math.log(done / self.first) / math.log(self.factor) + 1e-9)

    def reached(self, trial: Trial, history: History) -> dict[int, float]:
        """Rung to loss when the trial came there."""
        return self._way(trial, history).losses

    def just_reached(self, trial: Trial, history: History) -> int | None:
        """The rung that its latest result brought it to, or None between two."""
        return self._way(trial, history).latest

    def is_among_best(self, trial: Trial, rivals: Iterable[Trial], history: History, rung: int) -> bool:
        """Is it one of the best 1 / factor of those that came to this rung, itself included?

        `rivals` are always the same ones of a history: they are compared once, whoever asks, until it grows.
        """
        taken, bars = self._bars.get(history, (-1, {}))
        if taken != history.taken:
            bars = {}
            self._bars[history] = history.taken, bars
        if rung not in bars:
            losses = sorted(found[rung] for t in rivals if rung in (found := self.reached(t, history)))
            bars[rung] = losses[max(1, int(len(losses) / self.factor)) - 1]
        return self.reached(trial, history)[rung] <= bars[rung]

    def _way(self, trial: Trial, history: History) -> _Way:
        known = self._known.setdefault(history, {})
        way = known.get(trial.number)
        if way is None or way.results is not trial.results:
            losses: dict[int, float] = {}
            before = now = -1
            for done, loss in amount(trial, history.steps):
                before, now = now, self.number(done)
                for rung in range(now + 1):
                    losses.setdefault(rung, loss)
            way = known[trial.number] = _Way(trial.results, losses, now if now > before else None)
        return way
