"""Grades: whole numbers whose order means something."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fitwright.core.errors import DataError
from fitwright.core.task import Task
from fitwright.tasks import target


@dataclass(frozen=True)
class ToyGrades(Task):
    """Models of several classes serve; the answer is the grade in the middle, not the likeliest one."""

    kind = "toy_grades"
    like: ClassVar[str] = "multiclass"
    metric = "log_loss"
    outputs: tuple[int, ...]
    dtype: str = "<i8"

    @classmethod
    def fits(cls, y):
        return y.dtype.kind in "iu" and 2 < len(np.unique(y)) < 20

    @classmethod
    def of(cls, y):
        y = target(y)
        if y.dtype.kind not in "iuf" or (y != np.floor(y)).any():
            raise DataError(f"Expected grades as whole numbers; got {y.dtype}. Number them in their order.")
        return cls(tuple(int(grade) for grade in np.unique(y)), y.dtype.str)

    def encode(self, y):
        found = np.searchsorted(self.outputs, target(y))
        return np.minimum(found, len(self.outputs) - 1).astype(np.int64)

    def decode(self, answers):
        return np.array(self.outputs, np.dtype(self.dtype))[answers]

    def decide(self, p):
        return (p.cumsum(axis=1) >= 0.5).argmax(axis=1)

    def tidy(self, p):
        p = np.maximum(p, 1e-12)
        return p / p.sum(axis=1, keepdims=True)

    def state(self):
        return {"outputs": list(self.outputs), "dtype": self.dtype}

    @classmethod
    def from_state(cls, state):
        return cls(tuple(state["outputs"]), state["dtype"])
