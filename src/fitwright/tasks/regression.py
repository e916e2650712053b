"""A number."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import DataError
from fitwright.core.rows import Floats
from fitwright.core.task import Task
from fitwright.tasks._classes import like_classes
from fitwright.tasks._target import read_target

LARGEST = 1e100
"""Sums of squares of larger numbers may not be finite."""


@dataclass(frozen=True)
class Regression(Task):
    """A finite number; `p` has one column.

    Examples
    --------
    >>> import numpy as np
    >>> Regression().encode(np.array([1, 2]))
    array([1., 2.])
    """

    kind = "regression"
    metric = "rmse"
    basic = True
    outputs: tuple[Any, ...] = ("value",)

    @classmethod
    def fits(cls, y: NDArray[Any]) -> bool:
        return not like_classes(y)

    @classmethod
    def of(cls, y: NDArray[Any]) -> Self:
        task = cls()
        task.encode(y)
        return task

    def encode(self, y: NDArray[Any]) -> Floats:
        y = read_target(y)
        if y.dtype.kind not in "biuf":
            raise DataError(
                f"Unknown label type: expected numbers to predict; got text such as {str(y[0])!r}. "
                "Use a classifier, or turn the column into numbers."
            )
        values: Floats = y.astype(np.float64)
        if (largest := float(np.abs(values).max(initial=0.0))) > LARGEST:
            raise DataError(
                f"Expected numbers up to {LARGEST:g} in the target, so that their squares are finite; got "
                f"{largest:g}. Give it in a larger unit, or learn its logarithm."
            )
        return values

    def decode(self, answers: NDArray[Any]) -> Floats:
        return answers.astype(np.float64)

    def state(self) -> dict[str, Any]:
        return {}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        return cls(**state)
