"""Sums over trees without a walk: all that they ask is answered first."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from fitwright.core.rows import Floats
from fitwright.models._adding import MANY, add, add_counted
from fitwright.models._levels import Levels
from fitwright.models._questions import Ints, Reals, Shape
from fitwright.models._reach import Reach


class Leaves(NamedTuple):
    """What leaves hold, as `Trees` has it, and how many outputs there are."""

    value: Reals
    output: Ints
    outputs: int


@dataclass(frozen=True)
class Answered:
    """How leaves are found from answers, and what each place of a leaf holds.

    Attributes
    ----------
    held : by place, where a leaf may have several.
    kind : the precision of the thresholds.
    """

    how: Levels | Reach
    held: Leaves
    kind: np.dtype[Any]

    def sums(self, x: Floats, total: Reals) -> Reals:
        """(rows, outputs) `total` and what the trees add to it for `x` (rows, columns)."""
        value, output, _ = self.held
        rows, how = len(x), self.how
        answers = how.answers(x.T.astype(self.kind, order="C"))
        size = how.trees * max(1, how.rows // max(rows, 1))
        for start in range(0, len(output), size):
            part = slice(start, start + size)
            leaves, begins = how.leaves(answers, part, rows), how.begins[part]
            if value.shape[1] > 1 or rows < MANY:
                add(value, total, leaves + begins[:, None], output[part])
            else:
                add_counted(value[:, 0], total, leaves, begins, output[part])
        return total


class Ways:
    """How trees may be summed without a walk; what that takes is made when it is needed."""

    def __init__(self, shape: Shape, held: Leaves):
        self.shape, self.held = shape, held

    def at(self, rows: int) -> Answered | None:
        """The way for so many rows; None where there is none, or it takes longer than a walk."""
        return self.levels or (self._reached if rows >= Reach.least else None)

    @cached_property
    def levels(self) -> Answered | None:
        """Where all trees ask one question a level."""
        return self._made(Levels.of(self.shape))

    @cached_property
    def _reached(self) -> Answered | None:
        return self._made(Reach.of(self.shape))

    def _made(self, how: Levels | Reach | None) -> Answered | None:
        if how is None:
            return None
        held = self.held._replace(value=how.spread(self.held.value))
        return Answered(how, held, self.shape.asks.threshold.dtype)
