"""One candidate and what became of it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from fitwright.core.clock import Answers

Config = dict[str, Any]
State = Literal["running", "paused", "done", "stopped", "failed"]
Fault = Literal["", "exception", "signal", "memory", "time", "lost"]
STEP = "step"
"""The value of a result that says at which step of its own an objective reported it."""


class Step(NamedTuple):
    """Which part of an objective: a fold, at a fidelity (0 is the lowest)."""

    fold: int = 0
    fidelity: int = 0


@dataclass(frozen=True)
class Steps:
    """How an objective is cut: `folds` average, `fidelities` (epochs, shares of rows) supersede.

    A step is (fold, fidelity).  The loss of a trial is the mean over folds of each fold's highest fidelity.
    `fidelities` are in ascending order and the last one is the whole thing, 1.0 unless the unit is another.
    `open_ended` says that the number of fidelities is not known before (a function that reports as it goes).
    `in_rounds` takes all folds at one fidelity before any at the next one; else fold follows fold.
    `begins` has the place of the fidelity that each trial begins with, by its number and then over again; ()
    is the lowest for all.
    """

    folds: int = 1
    fidelities: tuple[float, ...] = (1.0,)
    open_ended: bool = False
    in_rounds: bool = False
    begins: tuple[int, ...] = ()

    def __len__(self) -> int:
        return self.folds * len(self.fidelities)

    def begin(self, trial: int) -> int:
        """The place of the fidelity that a trial begins with."""
        return self.begins[trial % len(self.begins)] if self.begins else 0

    def count(self, trial: int) -> int:
        """How many steps a trial has from beginning to end."""
        return self.folds * (len(self.fidelities) - self.begin(trial))


@dataclass(frozen=True)
class Ref:
    """Bytes in a store, by name and content; never a path."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Result:
    """What one step of an objective gives back (lower loss is better, everywhere)."""

    loss: float
    values: dict[str, float] = field(default_factory=dict)
    """What else was measured: seconds_fit, seconds_predict, bytes, rows_learn, rows_judge, other metrics."""
    seconds: float = 0.0
    refs: dict[str, Ref] = field(default_factory=dict)
    """Unseen predictions ("unseen"), fitted state ("state"), checkpoint ("checkpoint")."""
    found: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """Name to (domain, value) of what an objective suggested on its way."""
    clock: Answers = ()
    """What the clock said in the fit: with the same answers the same fit can be had again."""
    gradient: dict[str, float] = field(default_factory=dict)
    """Name to the derivative of the loss by that number of the config, where the objective knows it."""
    notes: dict[str, Any] = field(default_factory=dict)
    """Plain values that the objective wrote down of its trial (`set_user_attr`)."""
    reports: dict[int, float] = field(default_factory=dict)
    """Step to what the objective reported there and did not ask to be judged by, in its own sign."""


@dataclass(frozen=True)
class Trial:
    """A config, its results so far by step, and its state."""

    number: int
    config: Config
    results: dict[Step, Result] = field(default_factory=dict)
    started: frozenset[Step] = frozenset()
    """Steps that were granted, whether they have come back or not."""
    state: State = "running"
    fault: Fault = ""
    why: str = ""
    origin: str = ""
    """Who proposed it: the searcher's name, or "portfolio", "baseline"."""
    last: Result | None = None
    """What it had found and noted where it ended without a loss (it raised); its loss is infinite."""

    @cached_property
    def latest(self) -> list[Step]:
        """Each fold's highest fidelity that has a result, in the order of the folds."""
        highest: dict[int, int] = {}
        for fold, fidelity in self.results:
            highest[fold] = max(fidelity, highest.get(fold, fidelity))
        return [Step(fold, fidelity) for fold, fidelity in sorted(highest.items())]

    @cached_property
    def best_by_fold(self) -> dict[int, Result]:
        """The result of each fold's highest fidelity."""
        return {step.fold: self.results[step] for step in self.latest}

    @cached_property
    def losses(self) -> list[float]:
        """The loss of each fold that has a result, in the order of the folds."""
        return [result.loss for result in self.best_by_fold.values()]

    @cached_property
    def loss(self) -> float:
        """Mean over folds of each fold's highest fidelity; infinite before the first result."""
        losses = self.losses
        return sum(losses) / len(losses) if losses else float("inf")

    @property
    def course(self) -> list[float]:
        """The loss as it stood after each result, in the order in which they came."""
        highest: dict[int, tuple[int, float]] = {}
        found = []
        for (fold, fidelity), result in self.results.items():
            if fidelity >= highest.get(fold, (fidelity, 0.0))[0]:
                highest[fold] = (fidelity, result.loss)
            found.append(sum(loss for _, loss in highest.values()) / len(highest))
        return found

    @property
    def notes(self) -> dict[str, Any]:
        """What the objective wrote down in all its steps; the latest of each name."""
        return {name: value for result in self._told for name, value in result.notes.items()}

    @cached_property
    def found(self) -> dict[str, tuple[Any, Any]]:
        """Name to (domain, value) of all that the objective suggested on its way."""
        return {name: pair for result in self._told for name, pair in result.found.items()}

    @property
    def gradient(self) -> dict[str, float]:
        """The derivative of the loss by each number of the config that all folds tell it for."""
        told = [result.gradient for result in self.best_by_fold.values()]
        names = [name for name in told[0] if all(name in one for one in told)] if told else []
        return {name: sum(one[name] for one in told) / len(told) for name in names}

    @cached_property
    def seconds(self) -> float:
        """What its steps took, all together."""
        return sum(result.seconds for result in self.results.values())

    @property
    def pending(self) -> frozenset[Step]:
        """Steps that were granted and have not come back."""
        return self.started - self.results.keys()

    @property
    def _told(self) -> list[Result]:
        """All that it said, in order."""
        return [*self.results.values(), *([] if self.last is None else [self.last])]
