"""What a model of scores learns of the target, and the way back from its answers to those of the task."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task

BEYOND = 0.1
"""Share of the spread of the numbers by which an answer may lie outside of what was seen."""


@dataclass(frozen=True)
class Target:
    """Classes that the rows hold are counted from 0; numbers get mean 0 and spread 1.

    Attributes
    ----------
    outputs : columns of a prediction.
    present : (known,) the classes that the rows hold; empty where numbers are asked for.
    rare : share of a class that no row has, about as likely as one more row.
    middle, scale : of numbers.
    low, high : no number lies outside.
    """

    outputs: int
    present: NDArray[np.intp]
    rare: float
    middle: float
    scale: float
    low: float
    high: float

    @classmethod
    def of(cls, rows: Rows, task: Task) -> Self:
        """What these rows, which all count, ask."""
        if task.classifies:
            outputs = len(task.outputs)
            present = np.unique(rows.answers.astype(np.intp))
            return cls(outputs, present, 1 / (len(rows) + outputs), 0.0, 1.0, 0.0, 1.0)
        y = rows.answers.astype(np.float64)
        middle = float(np.average(y, weights=rows.weights))
        scale = float(np.sqrt(np.average((y - middle) ** 2, weights=rows.weights)))
        low, high = float(y.min()), float(y.max())
        more = BEYOND * (high - low)
        return cls(1, np.zeros(0, np.intp), 0.0, middle, scale or 1.0, low - more, high + more)

    @property
    def known(self) -> int:
        """Columns of what is learned: classes that are there, or one number."""
        return max(1, len(self.present))

    @property
    def is_settled(self) -> bool:
        """Is there one answer only?"""
        return len(self.present) == 1 or self.low == self.high

    def posed(self, rows: Rows) -> Floats:
        """(rows,) classes as whole numbers from 0, or scaled numbers."""
        if len(self.present):
            return np.searchsorted(self.present, rows.answers).astype(np.float64)
        return (rows.answers.astype(np.float64) - self.middle) / self.scale

    def marked(self, rows: Rows) -> Floats:
        """(rows, known) 1 for the class of a row and 0 for others, or scaled numbers."""
        y = self.posed(rows)
        if len(self.present):
            return np.equal(y[:, None], np.arange(self.known)).astype(np.float64)
        return y[:, None]

    def back(self, answers: Floats) -> Floats:
        """(rows, outputs) from shares of the known classes, or scaled numbers: (rows, known)."""
        if not len(self.present):
            return np.asarray(np.clip(answers * self.scale + self.middle, self.low, self.high))
        absent = self.outputs - len(self.present)
        p = np.full((len(answers), self.outputs), self.rare)
        p[:, self.present] = answers * (1 - absent * self.rare)
        return p

    def usual(self, count: int) -> Floats:
        """(count, outputs) the answer of rows that nothing is known of, where there is one answer only."""
        return self.back(np.full((count, self.known), float(len(self.present) > 0)))
