"""A history as arrays: where each trial lies, and how good it turned out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from fitwright.core.history import History
from fitwright.core.trial import Config, Step, Trial
from fitwright.search._fresh import Once, identity
from fitwright.space import Encoding, Space


@dataclass(frozen=True)
class Observed:
    """What a searcher reckons with, trials of the space only, oldest first.

    Attributes
    ----------
    rows : (trials, columns) places of their configs; NaN where closed.
    losses : (trials,) infinite where a trial failed, NaN where nothing is known yet.
    seconds : (trials,) what a trial took; NaN where it is not over, or did not say.
    taken : identities of all configs that were proposed, those of other spaces too.
    """

    rows: NDArray[np.float64]
    losses: NDArray[np.float64]
    seconds: NDArray[np.float64]
    taken: frozenset[str]

    @property
    def known(self) -> NDArray[np.bool_]:
        """(trials,) True where something is known, be it that it failed."""
        return ~np.isnan(self.losses)

    @property
    def scored(self) -> NDArray[np.bool_]:
        """(trials,) True where there is a loss."""
        return np.isfinite(self.losses)


class Memory:
    """Looks at each trial of a space once."""

    def __init__(self, space: Space):
        self.encoding = Encoding(space)
        self._look = Once(lambda config: (identity(config), self.encoding.row(config)))

    def of(self, history: History) -> Observed:
        """All of `history` that lies in the space."""
        trials = list(history)
        told = [self._look.of(trial) for trial in trials]
        losses = outcomes(trials)
        inside = [i for i, (_, row) in enumerate(told) if row is not None]
        rows = [row for _, row in told if row is not None]
        return Observed(
            np.array(rows, np.float64).reshape(len(rows), len(self.encoding)),
            np.array([losses[i] for i in inside], np.float64),
            np.array([_seconds(trials[i]) for i in inside], np.float64),
            frozenset(name for name, _ in told),
        )


def _seconds(trial: Trial) -> float:
    over = trial.state in ("done", "stopped") and trial.seconds > 0
    return trial.seconds if over else np.nan


def outcomes(trials: Sequence[Trial]) -> list[float]:
    """A loss for each trial: infinite where it failed, NaN where nothing came back yet.

    Losses of trials that were not finished are made comparable with those that were: they are shifted by as
    much as finished trials changed, on average, after the same steps.  A stopped one is at least as bad as
    the middle of the finished ones: the rule saw worse of it than of others.
    """
    whole = [trial for trial in trials if trial.state == "done" and trial.results]
    middle = median(trial.loss for trial in whole) if whole else -np.inf
    shifts: dict[tuple[Step, ...], float] = {}
    found = []
    for trial in trials:
        if trial.state == "failed":
            found.append(np.inf)
        elif not trial.results:
            found.append(np.nan)
        elif trial.state == "done":
            found.append(trial.loss)
        else:
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
