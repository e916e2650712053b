"""Logistic and softmax regression with a penalty for each group of columns."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.bilevel._linear import answers_of, grouped, with_ones
from fitwright.bilevel.differentiable import Hyper, Vector
from fitwright.bilevel.problem import Bilevel
from fitwright.core.errors import DataError

Matrix = NDArray[np.float64]
WHOLE = 1500
"""Second derivatives of so many weights are written down; of more they are multiplied with only."""


class GroupedLogistic(Bilevel):
    """A linear classifier whose squared weights are held down group by group; judged by log loss.

    The inner loss is the mean log loss and, divided by the number of rows, half the sum of penalty times
    squared weight: with one group it is scikit-learn's `LogisticRegression(C=1 / penalty)`.  Two classes
    have one weight a column, more have one for each class.  Columns should be of like scale.  The constants
    go free.

    Parameters
    ----------
    learn, judge : (X, y) with X (rows, columns) finite numbers and y (rows,) labels.
    groups : (columns,) the group of each column; the names of the penalties.
    tolerance, rounds : as for `Bilevel`.

    Attributes
    ----------
    classes : labels of the learn rows, in order.

    Raises
    ------
    DataError, SettingError
        Tables of other shapes, numbers missing, one class only, a judged label that is not learned, or not a
        group for each column.

    Examples
    --------
    >>> import numpy as np
    >>> X = np.random.default_rng(0).normal(size=(80, 3))
    >>> y = X[:, 0] > 0
    >>> model = GroupedLogistic((X[:60], y[:60]), (X[60:], y[60:]), ["first", "rest", "rest"])
    >>> weights = model.fit({"first": 0.1, "rest": 10.0})
    >>> bool((model.predict(X[60:], weights).argmax(axis=1) == y[60:]).mean() > 0.8)
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
        self._X = with_ones(learn[0])
        self.groups = grouped(groups, len(self._X), self._X.shape[1] - 1)
        super().__init__(self.groups.space(), tolerance, rounds)
        self.classes, codes = np.unique(answers_of(learn[1], len(self._X)), return_inverse=True)
        self._judge = with_ones(judge[0], self._X.shape[1] - 1)
        judged = answers_of(judge[1], len(self._judge))
        if len(self.classes) < 2 or not np.isin(judged, self.classes).all():
            raise DataError(
                "Expected two classes or more, and none among the judged rows that is not among the learned; "
                f"learned are {self.classes.tolist()!r:.200}."
            )
        self._learn_codes, self._judge_codes = codes, np.searchsorted(self.classes, judged)
        self._outputs = 1 if len(self.classes) == 2 else len(self.classes)

    def start(self) -> Vector:
        return np.zeros(self._X.shape[1] * self._outputs)

    def inner(self, w: Vector, hyper: Hyper) -> tuple[float, Vector]:
        loss, gradient = self._log_loss(w, self._X, self._learn_codes)
        held = self._by_weight(hyper) * w
        return loss + float(held @ w) / 2, gradient + held

    def outer(self, w: Vector) -> tuple[float, Vector]:
        return self._log_loss(w, self._judge, self._judge_codes)

    def hessian_product(self, w: Vector, hyper: Hyper, v: Vector) -> Vector:
        p = self._open(self._shares(w, self._X))
        scores = self._X @ v.reshape(-1, self._outputs)  # (rows, outputs)
        turned = p * (scores - (p * scores).sum(axis=1, keepdims=True))
        product: Vector = (self._X.T @ turned).ravel() / len(self._X) + self._by_weight(hyper) * v
        return product

    def mixed_product(self, w: Vector, hyper: Hyper, v: Vector) -> dict[str, float]:
        return self.groups.products(w.reshape(-1, self._outputs), v.reshape(-1, self._outputs))

    def hessian(self, w: Vector, hyper: Hyper) -> Matrix | None:
        if len(w) > WHOLE:
            return None
        p, columns = self._open(self._shares(w, self._X)), self._X.shape[1]
        whole = np.empty((columns, self._outputs, columns, self._outputs))
        for one in range(self._outputs):
            for other in range(one + 1):
                weights = p[:, one] * ((one == other) - p[:, other]) / len(p)
                block = self._X.T @ (weights[:, None] * self._X)
                whole[:, one, :, other] = whole[:, other, :, one] = block
        return whole.reshape(len(w), len(w)) + np.diag(self._by_weight(hyper))

    def diagonal(self, w: Vector, hyper: Hyper) -> Vector:
        p = self._open(self._shares(w, self._X))
        curved: Vector = ((self._X**2).T @ (p * (1 - p))).ravel() / len(p)
        return curved + self._by_weight(hyper)

    def predict(self, X: Any, w: Vector) -> Matrix:
        """(rows, classes) the probabilities that the weights of `fit` give."""
        return self._shares(w, with_ones(X, self._X.shape[1] - 1))

    def _by_weight(self, hyper: Hyper) -> Vector:
        """(weights,) the penalty of each: weights go column by column, within it class by class."""
        return np.repeat(self.groups.penalty(hyper), self._outputs)

    def _shares(self, w: Vector, X: Matrix) -> Matrix:
        """(rows, classes) probabilities; of two classes the first has the score 0."""
        scores = X @ w.reshape(-1, self._outputs)
        if self._outputs == 1:
            scores = np.column_stack([np.zeros(len(X)), scores])
        p = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: Matrix = p / p.sum(axis=1, keepdims=True)
        return shares

    def _open(self, shares: Matrix) -> Matrix:
        """(rows, outputs) of the classes that have weights."""
        return shares[:, -self._outputs :]

    def _log_loss(self, w: Vector, X: Matrix, codes: NDArray[np.int64]) -> tuple[float, Vector]:
        """The mean over rows, and its gradient (weights,)."""
        p, rows = self._shares(w, X), np.arange(len(X))
        loss = -float(np.log(np.maximum(p[rows, codes], 1e-300)).mean())
        p[rows, codes] -= 1
        return loss, (X.T @ self._open(p)).ravel() / len(X)
