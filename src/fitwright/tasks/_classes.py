"""What the tasks with classes share: labels to codes and back, and probabilities that add up."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import DataError
from fitwright.core.rows import Floats
from fitwright.core.task import Task
from fitwright.tasks._target import read_target

FEW = 20
"""Up to so many different whole numbers may be classes when nobody says what they are."""


@dataclass(frozen=True)
class Classes(Task):
    """One of a few labels; `p` holds a probability for each.

    Attributes
    ----------
    outputs : the labels as plain Python values, in ascending order.
    dtype : NumPy's name for the type in which the user gave them and gets them back.
    """

    outputs: tuple[Any, ...]
    dtype: str

    @classmethod
    def of(cls, y: NDArray[Any]) -> Self:
        y = read_target(y)
        if y.dtype.kind == "f" and not whole(y):
            raise DataError(
                "Unknown label type: continuous. Expected classes; got numbers with fractions. "
                "Use a regressor, or turn the classes into text."
            )
        labels = sorted(set(y.tolist()))
        if len(labels) < 2:
            raise DataError(
                f"Expected at least two classes in the target; got one class, {labels[0]!r}, "
                f"in {len(y)} rows. Add rows of another class."
            )
        if len(labels) > FEW and len(labels) == len(y):
            raise DataError(
                f"Expected classes that come back; each of the {len(y)} rows has a class of its own. "
                "Is the target an identifier? Name another column, or use a regressor for numbers."
            )
        return cls(tuple(labels), y.dtype.str)

    def encode(self, y: NDArray[Any]) -> NDArray[np.int64]:
        codes = {label: code for code, label in enumerate(self.outputs)}
        values = read_target(y).tolist()
        found = np.fromiter((codes.get(value, -1) for value in values), np.int64, len(values))
        if strange := sorted({repr(values[i]) for i in np.flatnonzero(found < 0)}):
            raise DataError(
                f"Expected the classes {_some(map(repr, self.outputs))}; got also {_some(strange)}."
            )
        return found

    def decode(self, answers: NDArray[Any]) -> NDArray[Any]:
        labels: NDArray[Any] = np.array(self.outputs, np.dtype(self.dtype))  # (classes,)
        return labels.take(answers)

    def tidy(self, p: Floats) -> Floats:
        p = np.clip(p, 0.0, None)
        total = p.sum(axis=1, keepdims=True)  # (rows, 1)
        shares: Floats = np.divide(p, total, out=np.full_like(p, 1 / p.shape[1]), where=total > 0)
        return shares

    def state(self) -> dict[str, Any]:
        return {"outputs": list(self.outputs), "dtype": self.dtype}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        return cls(tuple(state["outputs"]), state["dtype"])


def whole(y: NDArray[Any]) -> bool:
    """Are these numbers, none of which has a fraction?"""
    return y.dtype.kind in "iu" or (y.dtype.kind == "f" and bool(np.all(y == np.floor(y))))


def like_classes(y: NDArray[Any]) -> bool:
    """Do these values, as `read_target` gives them, look like classes?

    Text and booleans do.  Whole numbers do where there are two of them, or at most 20 that come back often
    (rows >= the square of their number).  Other numbers do not.
    """
    if y.dtype.kind not in "iuf":
        return True
    if not whole(y):
        return False
    different = len(np.unique(y))
    return different <= 2 or (different <= FEW and different**2 <= len(y))


def _some(names: Any, limit: int = 8) -> str:
    """The first few, in words."""
    listed = list(names)
    rest = f" and {len(listed) - limit} more" if len(listed) > limit else ""
    return ", ".join(listed[:limit]) + rest
