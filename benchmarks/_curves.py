"""Trainings that can be cut: losses and seconds of a config after each part of its training."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks._grids import GRIDS, Grid
from benchmarks._surrogates import Surrogate
from fitwright.search import identity
from fitwright.space import Space

Array = NDArray[np.float64]
EPOCHS = (3.0, 6.0, 9.0, 13.0, 18.0, 27.0, 39.0, 52.0)
"""Where trainings of LCBench are looked at; three times three times three is a rung of halving."""
LEAST_SECONDS = 1e-3


class Course(NamedTuple):
    """A training: (parts,) losses, and (parts,) seconds since its beginning."""

    losses: Array
    seconds: Array


class Curves(Protocol):
    """What is trained.

    `parts` are amounts of training, rising, in the task's own unit; the last is all of it.
    """

    @property
    def space(self) -> Space:
        """Where to search."""

    @property
    def parts(self) -> tuple[float, ...]:
        """Epochs, or repeats."""

    def course(self, config: Mapping[str, Any]) -> Course:
        """How the training of a config goes."""


class Epochs:
    """A network of LCBench, epoch by epoch; its seconds are those of the surrogate, made to rise."""

    parts = EPOCHS

    def __init__(self, surrogate: Surrogate):
        self.surrogate, self.space = surrogate, surrogate.space
        self._known: dict[str, Course] = {}

    def course(self, config: Mapping[str, Any]) -> Course:
        """One question to the surrogate for all parts."""
        key = identity(dict(config))
        if key not in self._known:
            found = self.surrogate.measured([{**config, "epoch": int(part)} for part in self.parts])
            self._known[key] = Course(-found[:, 1], _rising(found[:, 0]))
        return self._known[key]


class Repeats:
    """A table whose entries were trained several times: the loss is the mean of the trainings so far."""

    def __init__(self, grid: Grid):
        self.grid, self.space = grid, grid.space
        self.parts = tuple(float(number) for number in range(1, grid.repeats + 1))

    def course(self, config: Mapping[str, Any]) -> Course:
        """In the order of the table."""
        losses, seconds = self.grid.trainings(config)
        return Course(losses.cumsum() / np.arange(1, len(losses) + 1), _rising(seconds.cumsum()))


def curves_of(given: Mapping[str, Any]) -> Curves:
    """The trainings that plain values describe."""
    if given["family"] in GRIDS:
        return Repeats(Grid(given["family"], given["instance"]))
    return Epochs(Surrogate(Path(given["folder"]), given["family"], given["instance"]))


def _rising(seconds: Array) -> Array:
    found: Array = np.maximum.accumulate(seconds + 0.0)
    steps = np.maximum(np.diff(found, prepend=0.0), LEAST_SECONDS)
    return np.asarray(steps.cumsum(), np.float64)
