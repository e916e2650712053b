"""A weighted sum of the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._descent import Logistic, Smooth, Squares, WideSquares, minimise, polish, shares
from fitwright.models.model import Cost, Model, Takes
from fitwright.space import Choice, Float, Space
from fitwright.splits import sample

WIDE = 2_000
"""With more columns than this, the products of all pairs of columns are not formed."""
ROUNDS = 300
"""Iterations of the descent at most."""


@dataclass
class Linear(Model):
    """Logistic regression for classes, ridge or elastic net for numbers; quick, and often good enough.

    Minimises the mean loss plus strength * (l1_ratio * sum |c| + (1 - l1_ratio) / 2 * sum c²) over the
    coefficients c; intercepts are free, and a target of numbers is scaled to variance 1 inside.  A row of
    weight 2 counts as two rows, to rounding where the problem is small.

    Parameters
    ----------
    penalty : "l2" keeps all columns small; "elasticnet" also sets useless ones to 0.
    strength : of the penalty, for each row: 1 / (C * rows) in scikit-learn's words.
    l1_ratio : share of the absolute penalty; looked at by "elasticnet" only.

    Source: Hoerl and Kennard, 1970 (ridge); Zou and Hastie, 2005 (elastic net).
    """

    penalty: Literal["l2", "elasticnet"] = "l2"
    strength: float = 1e-3
    l1_ratio: float = 0.5

    kinds = ("binary", "multiclass", "regression")
    takes = Takes(categories="onehot", scaled=True, sparse=True)
    imports: ClassVar[tuple[str, ...]] = ("scipy.optimize", "scipy.special")

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            penalty=Choice(("l2", "elasticnet")),
            strength=Float(1e-6, 1.0, log=True, default=1e-3),
            l1_ratio=Float(0.05, 1.0, default=0.5),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"strength": 1e-4}, {"strength": 1e-2}

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = shape
        logits = _logits(len(task.outputs))
        if task.classifies:
            seconds = 2e-3 + 60 * _round_seconds(rows, columns, logits)
        else:
            seconds = 1e-3 + 1e-10 * rows * min(columns, WIDE) ** 2 + 1e-8 * rows * columns
        return Cost(seconds, 8 * rows * (2 * columns + 6 * logits) + 16 * min(columns, WIDE) ** 2)

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        logits = _logits(len(task.outputs))
        rounds, most = _affordable(len(rows), len(table.names), logits, means.seconds)
        if most < len(rows):
            kept = sample(rows, most, seed)
            table, rows = table.at(kept), rows.at(kept)
        x = _matrix(table)
        weights = np.ones(len(rows)) if rows.weights is None else rows.weights
        weights = weights / weights.sum()
        self.outputs_ = len(task.outputs) if task.classifies else 0
        if task.classifies:
            self._fit_classes(x, rows.answers, weights, rounds)
        else:
            self._fit_number(x, rows.answers.astype(np.float64), weights, rounds)
        return self

    def predict(self, table: Table) -> Floats:
        z = np.asarray(_matrix(table) @ self.coef_ + self.intercept_)  # (rows, logits)
        if not self.outputs_:
            return z
        known = shares(z) if z.shape[1] else np.ones((len(z), 1))  # (rows, classes that were there)
        if len(self.present_) == 2:
            known = np.hstack([1 - known, known])
        absent = self.outputs_ - len(self.present_)
        p = np.full((len(z), self.outputs_), self.rare_)
        p[:, self.present_] = known * (1 - absent * self.rare_)
        return p

    def _fit_classes(self, x: Any, y: Any, weights: Floats, rounds: int) -> None:
        """`present_` are the classes that the rows hold; the others get the small share `rare_`."""
        self.present_, codes = np.unique(y.astype(np.intp), return_inverse=True)
        self.rare_ = 1 / (len(y) + self.outputs_)
        if len(self.present_) == 1:
            self.coef_, self.intercept_ = np.zeros((x.shape[1], 0)), np.zeros(0)
            return
        true = (codes[:, None] == np.arange(len(self.present_))).astype(np.float64)
        true = true[:, 1:] if len(self.present_) == 2 else true  # (rows, logits)
        l1, l2 = self._strengths()
        loss = Logistic(x, true, weights, l2)
        start = np.zeros(loss.size)
        pull = np.full(loss.size, l1)
        pull[-1] = 0
        found = minimise(loss, start.ravel(), pull.ravel(), rounds)
        if rounds == ROUNDS:
            found = polish(loss, found, pull.ravel())
        theta = found.reshape(loss.size)
        self.coef_, self.intercept_ = theta[:-1], theta[-1]

    def _fit_number(self, x: Any, y: Floats, weights: Floats, rounds: int) -> None:
        middle = (y * weights).sum()
        scale = float(np.sqrt(((y - middle) ** 2 * weights).sum())) or 1.0
        y = (y - middle) / scale
        centre = np.asarray(x.T @ weights)  # (columns,)
        l1, l2 = self._strengths()
        loss: Smooth
        if x.shape[1] <= WIDE:
            loss = _squares(x, centre, y, weights, l2)
        else:
            loss = WideSquares(x, centre, y, weights, l2)
        pull = np.full(x.shape[1], l1)
        if isinstance(loss, Squares) and not l1:
            found = loss.solve()
        else:
            found = minimise(loss, np.zeros(x.shape[1]), pull, rounds)
        if isinstance(loss, Squares) and l1 and rounds == ROUNDS:
            found = polish(loss, found, pull)
        self.coef_ = (found * scale)[:, None]
        self.intercept_ = np.array([middle - (centre * found).sum() * scale])

    def _strengths(self) -> tuple[float, float]:
        """Of the absolute and of the squared penalty; the latter never 0, so that there is one minimum."""
        ratio = self.l1_ratio if self.penalty == "elasticnet" else 0.0
        return self.strength * ratio, max(self.strength * (1 - ratio), 1e-9)


def _squares(x: Any, centre: Floats, y: Floats, weights: Floats, l2: float) -> Squares:
    """Products of centred columns; a sparse matrix stays as it is."""
    if isinstance(x, np.ndarray):
        x = x - centre
        return Squares(x.T @ (x * weights[:, None]), x.T @ (y * weights), l2)
    gram = (x.T @ x.multiply(weights[:, None]).tocsr()).toarray() - np.outer(centre, centre)
    return Squares(gram, np.asarray(x.T @ (y * weights)), l2)


def _matrix(table: Table) -> Any:
    """(rows, columns) in the form in which the table has it."""
    return table.sparse() if table.is_sparse else table.matrix()


def _logits(outputs: int) -> int:
    return outputs if outputs > 2 else 1


def _round_seconds(rows: int, columns: int, logits: int) -> float:
    """Roughly what one look at all rows takes on one core."""
    return rows * logits * (1e-9 * columns + 1.5e-8)


def _affordable(rows: int, columns: int, logits: int, seconds: float | None) -> tuple[int, int]:
    """Iterations and rows for which the time is enough: fewer rows rather than fewer than 60 iterations."""
    if seconds is None:
        return ROUNDS, rows
    looks = seconds / _round_seconds(rows, columns, logits)
    if looks >= 60:
        return int(min(ROUNDS, looks)), rows
    return 60, max(int(rows * looks / 60), min(rows, 1_000))
