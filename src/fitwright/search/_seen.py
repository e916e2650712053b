"""A history as arrays: where each trial lies, and how good it turned out."""

import math
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.history import History, News
from fitwright.core.trial import Config, Step, Trial
from fitwright.search._fresh import Once, Seen
from fitwright.space import Encoding, Space

MANY = 64
"""An array that grows has room for at least so many more."""


@dataclass(frozen=True)
class Observed:
    """What a searcher reckons with, trials of the space only, oldest first.

    Attributes
    ----------
    rows : (trials, columns) places of their configs; NaN where closed.
    losses : (trials,) infinite where a trial failed, NaN where nothing is known yet.
    seconds : (trials,) what a trial took; NaN where it is not over, or did not say.
    taken : identities of all configs that were proposed, those of other spaces too, up to the next look.
    """

    rows: NDArray[np.float64]
    losses: NDArray[np.float64]
    seconds: NDArray[np.float64]
    taken: AbstractSet[str]

    @property
    def known(self) -> NDArray[np.bool_]:
        """(trials,) True where something is known, be it that it failed."""
        return ~np.isnan(self.losses)

    @property
    def scored(self) -> NDArray[np.bool_]:
        """(trials,) True where there is a loss."""
        return np.isfinite(self.losses)


class Memory:
    """Looks at each trial of a space when it has changed."""

    def __init__(self, space: Space):
        self.encoding = Encoding(space)
        self._row, self._seen, self._news = Once(self.encoding.row), Seen(), News()
        self._begin()

    def _begin(self) -> None:
        self._places: dict[int, int] = {}
        self._guessed: dict[int, Trial] = {}
        self._inside = _Column(np.zeros(0, bool))
        self._rows = _Column(np.zeros((0, len(self.encoding))))
        self._losses, self._seconds = _Column(np.zeros(0)), _Column(np.zeros(0))

    def of(self, history: History) -> Observed:
        """All of `history` that lies in the space."""
        again, trials = self._news.of(history)
        if again:
            self._begin()
        for trial in trials:
            self._take(trial)
        losses = self._losses.upto(len(self._places)).copy()
        if self._guessed:
            losses[list(self._guessed)] = _guesses(self._guessed.values(), history.in_state("done"))
        inside = self._inside.upto(len(losses))
        rows, seconds = self._rows.upto(len(losses)), self._seconds.upto(len(losses))
        return Observed(rows[inside], losses[inside], seconds[inside], self._seen.of(history))

    def _take(self, trial: Trial) -> None:
        place, row = self._places.setdefault(trial.number, len(self._places)), self._row.of(trial)
        loss = _loss(trial)
        if loss is None:
            self._guessed[place] = trial
        else:
            self._guessed.pop(place, None)
        self._inside.put(place, row is not None)
        self._rows.put(place, np.nan if row is None else row)
        self._losses.put(place, np.nan if loss is None else loss)
        self._seconds.put(place, _seconds(trial))


class _Column:
    """An array that grows."""

    def __init__(self, values: NDArray[Any]):
        self._values = values

    def put(self, place: int, value: Any) -> None:
        """A value, or a row of values; `place` is at most one behind the last."""
        if place == len(self._values):
            more = np.empty((max(place, MANY), *self._values.shape[1:]), self._values.dtype)
            self._values = np.concatenate([self._values, more])
        self._values[place] = value

    def upto(self, count: int) -> NDArray[Any]:
        """The first so many."""
        return self._values[:count]


def _seconds(trial: Trial) -> float:
    over = trial.state in ("done", "stopped") and trial.seconds > 0
    return trial.seconds if over else np.nan


def outcomes(trials: Sequence[Trial]) -> list[float]:
    """A loss for each trial: infinite where it failed, NaN where nothing came back yet.

    Losses of trials that were not finished are made comparable with those that were: they are shifted by as
    much as finished trials changed, on average, after the same steps.  A stopped one is at least as bad as
    the middle of the finished ones: the rule saw worse of it than of others.
    """
    told = [_loss(trial) for trial in trials]
    unsure = [trial for trial, loss in zip(trials, told, strict=True) if loss is None]
    guesses = iter(_guesses(unsure, [trial for trial in trials if trial.state == "done"]) if unsure else ())
    return [next(guesses) if loss is None else loss for loss in told]


def _loss(trial: Trial) -> float | None:
    """Of a trial, where no other one is needed to tell it."""
    if trial.state == "failed":
        return math.inf
    if not trial.results:
        return math.nan
    return trial.loss if trial.state == "done" else None


def _guesses(trials: Iterable[Trial], done: Iterable[Trial]) -> list[float]:
    """What the losses of trials would be, had they been finished as others were."""
    whole = [trial for trial in done if trial.results]
    middle = median(trial.loss for trial in whole) if whole else -math.inf
    shifts: dict[tuple[Step, ...], float] = {}
    found = []
    for trial in trials:
        steps = tuple(trial.latest)
        if steps not in shifts:
            shifts[steps] = _shift(steps, whole)
        guess = trial.loss + shifts[steps]
        found.append(max(guess, middle) if trial.state == "stopped" else guess)
    return found


def _shift(steps: Iterable[Step], whole: Sequence[Trial]) -> float:
    """How much the loss of whole trials changed after these steps; 0 where none had them."""
    then = [[t.results[s].loss for s in steps if s in t.results] for t in whole]
    changes = [t.loss - sum(losses) / len(losses) for t, losses in zip(whole, then, strict=True) if losses]
    return sum(changes) / len(changes) if changes else 0.0


def lies_in(space: Space, config: Config) -> bool:
    """Has `config` a value of the space for everything that it opens there?"""
    active = space.active(config)
    return bool(active) and all(
        name in config and domain.holds(config[name]) for name, domain in active.items()
    )


def only(history: History, keep: Callable[[Trial], bool]) -> History:
    """The same run as if it had these trials alone."""
    return history.with_trials(trial for trial in history if keep(trial))
