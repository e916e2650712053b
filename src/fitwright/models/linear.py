"""A weighted sum of the columns."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._grown import linked
from fitwright.models.model import Cost, Model, Takes
from fitwright.space import Choice, Float, Space
from fitwright.splits import sample

WIDE = 2_000
"""With more columns than this, the products of all pairs of columns are not formed."""
DENSE = 5e7
"""So many cells of a sparse matrix are made dense, where that is quicker."""
ROUNDS = 300
"""Iterations of the solver at most; few rows get more."""
FEWEST = 60
"""Iterations that are worth it: rather than fewer of them, fewer rows are learned from."""


@dataclass
class Linear(Model):
    """Logistic regression for classes, ridge or elastic net for numbers; quick, and often good enough.

    Minimises the mean loss plus strength * (l1_ratio * sum |c| + (1 - l1_ratio) / 2 * sum c²) over the
    coefficients c; intercepts are free, and a target of numbers is scaled to variance 1 inside.  Fitted by
    scikit-learn.  A row of weight 2 counts as two rows: to rounding where the problem is small, and to about
    three digits in an elastic net of classes.

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
    imports: ClassVar[tuple[str, ...]] = ("sklearn.linear_model",)
    readable: ClassVar[bool] = True

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
            looks = 300 if self._ratio else 60
            seconds = 2e-3 + looks * _round_seconds(rows, columns, logits)
        else:
            seconds = 3e-3 + 1e-10 * rows * min(columns, WIDE) ** 2 + 1e-8 * rows * columns
        return Cost(seconds, 8 * rows * (2 * columns + 6 * logits) + 16 * min(columns, WIDE) ** 2)

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        logits = _logits(len(task.outputs))
        rounds, most = _affordable(len(rows), len(table.names), logits, means.seconds)
        if most < len(rows):
            kept = sample(rows, most, seed)
            table, rows = table.at(kept), rows.at(kept)
        x = _matrix(table)
        weights = np.ones(len(rows)) if rows.weights is None else rows.weights / rows.weights.mean()
        self.outputs_ = len(task.outputs) if task.classifies else 0
        if task.classifies:
            self._fit_classes(x, rows.answers, weights, rounds, seed)
        else:
            self._fit_number(x, rows.answers.astype(np.float64), weights, rounds)
        return self

    def predict(self, table: Table) -> Floats:
        z = np.asarray(_matrix(table) @ self.coef_ + self.intercept_)  # (rows, logits)
        if not self.outputs_:
            return z
        known = np.ones((len(z), 1))  # (rows, classes that were there)
        if len(self.present_) > 1:
            known = linked(z, "logistic" if z.shape[1] == 1 else "softmax")
        absent = self.outputs_ - len(self.present_)
        p = np.full((len(z), self.outputs_), self.rare_)
        p[:, self.present_] = known * (1 - absent * self.rare_)
        return p

    def _fit_classes(self, x: Any, y: Any, weights: Floats, rounds: int, seed: int) -> None:
        """`present_` are the classes that the rows hold; the others get the small share `rare_`."""
        self.present_, codes = np.unique(y.astype(np.intp), return_inverse=True)
        self.rare_ = 1 / (len(y) + self.outputs_)
        if len(self.present_) == 1:
            self.coef_, self.intercept_ = np.zeros((x.shape[1], 1)), np.zeros(1)
            return
        from sklearn.linear_model import LogisticRegression

        logits = _logits(len(self.present_))
        core = LogisticRegression(
            C=1 / (self._strength * len(y)), random_state=seed, **self._solver(x.shape, logits, rounds)
        )
        _settled(core, x, codes, weights)
        self.coef_, self.intercept_ = core.coef_.T.copy(), core.intercept_  # (columns, logits), (logits,)

    def _fit_number(self, x: Any, y: Floats, weights: Floats, rounds: int) -> None:
        middle = np.average(y, weights=weights)
        scale = float(np.sqrt(np.average((y - middle) ** 2, weights=weights))) or 1.0
        if not isinstance(x, np.ndarray) and x.shape[0] * x.shape[1] <= DENSE:
            x = x.toarray()
        core = self._numbers_core(x, rounds)
        _settled(core, x, (y - middle) / scale, weights)
        self.coef_ = (core.coef_ * scale)[:, None]
        self.intercept_ = np.array([core.intercept_ * scale + middle])

    def _solver(self, shape: tuple[int, int], logits: int, rounds: int) -> dict[str, Any]:
        """Newton's steps where they are quick: they end where rounding does, so a weight is exact."""
        rows, columns = shape
        if self._ratio:  # the one solver that takes it; small problems get rounds enough to settle
            small = int(np.clip(3e8 / (rows * columns * logits), ROUNDS / 3, 5_000))
            return {
                "solver": "saga", "max_iter": small if rounds == ROUNDS else min(rounds, small), "tol": 1e-7,
                **_elastic(self._ratio),
            }  # fmt: skip
        newton = 8e-10 * rows * (columns * logits) ** 2
        if newton < min(rounds, 100) * _round_seconds(rows, columns, logits):
            return {"solver": "newton-cholesky", "max_iter": 50, "tol": 1e-10}
        return {"solver": "lbfgs", "max_iter": rounds, "tol": 1e-6}

    def _numbers_core(self, x: Any, rounds: int) -> Any:
        """Ridge or elastic net of scikit-learn; by products of pairs of columns, where they are few."""
        from sklearn.linear_model import ElasticNet, Ridge

        rows, columns = x.shape
        pairs = isinstance(x, np.ndarray) and min(rows, columns) <= WIDE
        if not self._ratio:
            solver = "cholesky" if pairs else "lsqr" if isinstance(x, np.ndarray) else "sparse_cg"
            return Ridge(alpha=self._strength * rows, solver=solver, max_iter=rounds, tol=1e-8)
        small = int(np.clip(1e10 / (rows * columns), rounds, 10_000)) if rounds == ROUNDS else rounds
        return ElasticNet(
            alpha=self._strength, l1_ratio=self._ratio, max_iter=small, tol=1e-10,
            precompute=pairs and columns < rows,
        )  # fmt: skip

    @property
    def _ratio(self) -> float:
        """Share of the absolute penalty."""
        return self.l1_ratio if self.penalty == "elasticnet" else 0.0

    @property
    def _strength(self) -> float:
        """Never 0, so that there is one minimum."""
        return max(self.strength, 1e-9)


def _settled(core: Any, x: Any, y: Any, weights: Floats) -> None:
    """Fit; where the rounds were too few for the last digits, or a step too steep, that is good enough."""
    from scipy.linalg import LinAlgWarning
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", LinAlgWarning)
        core.fit(x, y, sample_weight=weights)


def _elastic(ratio: float) -> dict[str, Any]:
    """How to ask for both penalties: from scikit-learn 1.8 on the ratio alone says it."""
    import inspect

    from sklearn.linear_model import LogisticRegression

    deprecated = inspect.signature(LogisticRegression).parameters["penalty"].default == "deprecated"
    return {"l1_ratio": ratio} if deprecated else {"l1_ratio": ratio, "penalty": "elasticnet"}


def _matrix(table: Table) -> Any:
    """(rows, columns) in the form in which the table has it; a column of 0 where there is none."""
    if table.is_sparse:
        return table.sparse()
    return table.matrix() if table.names else np.zeros((len(table), 1))


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
    if looks >= FEWEST:
        return int(min(ROUNDS, looks)), rows
    return FEWEST, max(int(rows * looks / FEWEST), min(rows, 1_000))
