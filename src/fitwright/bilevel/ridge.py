"""Ridge regression with a penalty for each group of columns."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.bilevel._linear import answers_of, grouped, with_ones
from fitwright.bilevel.differentiable import Hyper, Vector
from fitwright.bilevel.problem import Bilevel
from fitwright.core.errors import DataError


class GroupedRidge(Bilevel):
    """A linear model whose squared weights are held down group by group; judged by the mean squared error.

    The inner loss is half the mean squared error and, divided by the number of rows, half the sum of penalty
    times squared weight: with one group it is scikit-learn's `Ridge(alpha=penalty)`.  Columns should be of
    like scale.  The constant goes free.

    Parameters
    ----------
    learn, judge : (X, y) with X (rows, columns) finite numbers and y (rows,) numbers.
    groups : (columns,) the group of each column; the names of the penalties.
    tolerance, rounds : as for `Bilevel`.

    Raises
    ------
    DataError, SettingError
        Tables of other shapes, numbers missing, or not a group for each column.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(40, 3))
    >>> y = 2 * X[:, 0] + 1
    >>> ridge = GroupedRidge((X[:30], y[:30]), (X[30:], y[30:]), ["first", "rest", "rest"])
    >>> loss, slopes = ridge.gradient({"first": 1.0, "rest": 1.0})
    >>> slopes["first"] > 0
    True
    """

    def __init__(
        self,
        learn: tuple[Any, Any],
        judge: tuple[Any, Any],
        groups: Sequence[str],
        tolerance: float = 1e-7,
        rounds: int = 100,
    ):
        X = with_ones(learn[0])
        y = _numbers(learn[1], len(X))
        self.groups = grouped(groups, len(X), X.shape[1] - 1)
        super().__init__(self.groups.space(), tolerance, rounds)
        self._judge = with_ones(judge[0], X.shape[1] - 1)
        self._answers = _numbers(judge[1], len(self._judge))
        self._mean = float(y.mean())
        self._gram, self._towards = X.T @ X / len(X), X.T @ (y - self._mean) / len(X)

    def start(self) -> Vector:
        return np.zeros(len(self._towards))

    def inner(self, w: Vector, hyper: Hyper) -> tuple[float, Vector]:
        """Up to a constant; targets are taken from their mean."""
        gradient = self._gram @ w + self.groups.penalty(hyper) * w - self._towards
        return float(w @ (gradient - self._towards)) / 2, gradient

    def outer(self, w: Vector) -> tuple[float, Vector]:
        off = self._judge @ w + self._mean - self._answers
        return float((off**2).mean()), 2 * (self._judge.T @ off) / len(off)

    def hessian_product(self, w: Vector, hyper: Hyper, v: Vector) -> Vector:
        product: Vector = self._gram @ v + self.groups.penalty(hyper) * v
        return product

    def mixed_product(self, w: Vector, hyper: Hyper, v: Vector) -> dict[str, float]:
        return self.groups.products(w[:, None], v[:, None])

    def hessian(self, w: Vector, hyper: Hyper) -> NDArray[np.float64]:
        return self._gram + np.diag(self.groups.penalty(hyper))

    def predict(self, X: Any, w: Vector) -> Vector:
        """(rows,) what the weights of `fit` say."""
        said: Vector = with_ones(X, len(self._towards) - 1) @ w + self._mean
        return said


def _numbers(y: Any, rows: int) -> Vector:
    answers = answers_of(y, rows)
    if answers.dtype.kind not in "iufb" or not np.isfinite(answers).all():
        raise DataError("Expected finite numbers as answers; take GroupedLogistic for classes.")
    return answers.astype(np.float64)
