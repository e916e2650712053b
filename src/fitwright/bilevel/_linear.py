"""Columns in groups, each with a penalty of its own: what linear models with grouped penalties share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.bilevel.differentiable import Hyper, Vector
from fitwright.core.errors import DataError, SettingError
from fitwright.space import Float, Space

Matrix = NDArray[np.float64]
LOWEST, HIGHEST = 1e-4, 1e6
"""Ends of a penalty; 1 is what scikit-learn's Ridge(alpha=1) and LogisticRegression(C=1) have."""
FIRM = 1e-6
"""The penalty of a constant: too small to matter, and large enough that there is one answer."""


@dataclass(frozen=True)
class Groups:
    """Which penalty each column has; a column of ones comes last and belongs to none.

    Attributes
    ----------
    names : of the groups, in order of appearance.
    of : (columns,) position in `names`.
    rows : of the learn rows: penalties are sums, losses are means.
    """

    names: tuple[str, ...]
    of: NDArray[np.int64]
    rows: int

    def space(self) -> Space:
        """A penalty for each group."""
        return Space({name: Float(LOWEST, HIGHEST, log=True, default=1.0) for name in self.names})

    def penalty(self, hyper: Hyper) -> Vector:
        """(columns + 1,) penalty of each column as a share of the mean loss."""
        by_group = np.array([hyper[name] for name in self.names], np.float64)
        return np.append(by_group[self.of], FIRM) / self.rows

    def products(self, w: Matrix, v: Matrix) -> dict[str, float]:
        """For each penalty, the derivative of the inner gradient by it, times `v`; (columns + 1, outputs)."""
        by_column = (w * v).sum(axis=1)[:-1] / self.rows
        sums = np.bincount(self.of, weights=by_column, minlength=len(self.names))
        return dict(zip(self.names, sums.tolist(), strict=True))


def grouped(groups: Sequence[str], rows: int, columns: int) -> Groups:
    """The groups that are named, one name a column."""
    if len(groups) != columns or not all(name and isinstance(name, str) for name in groups):
        raise SettingError(
            f"Expected the name of a group for each of {columns} columns; got {groups!r:.200}."
        )
    names = tuple(dict.fromkeys(groups))
    return Groups(names, np.array([names.index(name) for name in groups], np.int64), rows)


def with_ones(X: Any, columns: int | None = None) -> Matrix:
    """(rows, columns + 1) the numbers, and a column of ones.

    Raises
    ------
    DataError
        It is no table of finite numbers, or not of so many columns.
    """
    try:
        numbers = np.asarray(X, np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(f"Expected a table of numbers; {error}.") from error
    wanted = "some" if columns is None else str(columns)
    if numbers.ndim != 2 or 0 in numbers.shape or columns not in (None, numbers.shape[1]):
        raise DataError(f"Expected rows and {wanted} columns of numbers; got the shape {numbers.shape}.")
    if not np.isfinite(numbers).all():
        raise DataError("Expected finite numbers; fill what is missing before.")
    return np.column_stack([numbers, np.ones(len(numbers))])


def answers_of(y: Any, rows: int) -> NDArray[Any]:
    """(rows,) the target of each row."""
    answers = np.asarray(y)
    if answers.shape != (rows,):
        raise DataError(f"Expected an answer for each of {rows} rows; got the shape {answers.shape}.")
    return answers
