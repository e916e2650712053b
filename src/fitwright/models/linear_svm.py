"""A linear support vector machine."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._calibrate import shares, times, told
from fitwright.models._scored import Scored
from fitwright.models.model import Cost, Takes
from fitwright.space import Choice, Float, Space
from fitwright.splits import sample

ROUNDS, FEWEST = 300, 20
"""Rounds of the solver at most; and so many at least, rather on fewer rows."""


@dataclass
class LinearSVM(Scored):
    """A weighted sum of the columns with the widest margin between a class and the others.

    By scikit-learn's liblinear.  For numbers a tube around the sum: with "hinge" far rows count by their
    distance, so that a few wild ones do not matter.  Shares of classes come from scores of inner rows.

    Parameters
    ----------
    cost_of_errors : what a row on the wrong side costs (C).
    loss : "squared" or "hinge": how it grows with the distance.
    epsilon : half the width of the tube, in standard deviations of the target; looked at for numbers only.

    References
    ----------
    Fan et al. (2008), LIBLINEAR: a library for large linear classification.
    """

    cost_of_errors: float = 0.1
    loss: Literal["squared", "hinge"] = "hinge"
    epsilon: float = 0.05

    takes: ClassVar[Takes] = Takes(categories="onehot", scaled=True, sparse=True)
    imports: ClassVar[tuple[str, ...]] = ("sklearn.svm",)
    turn: ClassVar[Literal["first", "later", "asked"]] = "later"

    @classmethod
    def space(cls, task: Task) -> Space:
        tube = {} if task.classifies else {"epsilon": Float(1e-3, 0.5, log=True, default=0.05)}
        return Space(
            cost_of_errors=Float(1e-4, 10.0, log=True, default=0.1),
            loss=Choice(("squared", "hinge"), default="hinge"),
            **tube,
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"loss": "squared", "cost_of_errors": 0.01}

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = max(1, shape[0]), max(1, shape[1])
        fits = 1 + (times(rows) if task.classifies else 0)
        logits = len(task.outputs) if len(task.outputs) > 2 else 1
        seconds = 0.005 + fits * logits**0.5 * ROUNDS / 15 * _round_seconds(rows, columns)
        return Cost(seconds, 8 * rows * (3 * columns + 4 * logits))

    def learn(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> None:
        rounds, most = self._affordable(task, table.shape, means.seconds)
        kept = sample(rows, most, seed)
        table, rows = table.at(kept), rows.at(kept)
        x, y = _matrix(table), self.target_.posed(rows)
        if task.classifies:

            def scores_of(learn: Index, stop: Index) -> Floats:
                found = self._fitted(x[learn], y[learn], rows.at(learn).weights, rounds, seed)
                scores = np.full((len(stop), self.target_.known), -1.0)
                scores[:, np.unique(y[learn]).astype(np.intp)] = _scores(x[stop], *found, classes=True)
                return scores

            self.shares_ = told(rows, task, self.target_.marked(rows), seed, scores_of)
        self.coef_, self.intercept_ = self._fitted(x, y, rows.weights, rounds, seed)

    def answers(self, table: Table) -> Floats:
        classes = len(self.target_.present) > 0
        scores = _scores(_matrix(table), self.coef_, self.intercept_, classes=classes)
        return shares(scores, self.shares_) if classes else scores

    def _fitted(
        self, x: Any, y: Floats, weights: Floats | None, rounds: int, seed: int
    ) -> tuple[Floats, Floats]:
        """(columns, sums) and (sums,): of two classes the second alone has a sum."""
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.svm import LinearSVC, LinearSVR

        squared = self.loss == "squared"
        given: dict[str, Any] = {
            "C": self.cost_of_errors, "max_iter": rounds, "random_state": seed, "intercept_scaling": 10.0,
            "dual": not squared or x.shape[0] < x.shape[1], "tol": 1e-3,
        }  # fmt: skip
        if len(self.target_.present):
            core = LinearSVC(loss="squared_hinge" if squared else "hinge", **given)
        else:
            core = LinearSVR(
                loss=f"{'squared_' if squared else ''}epsilon_insensitive", epsilon=self.epsilon, **given
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # a little short of the margin is good enough
            core.fit(x, y, weights)
        return np.atleast_2d(core.coef_).T.copy(), np.atleast_1d(core.intercept_).astype(np.float64)

    def _affordable(self, task: Task, shape: tuple[int, int], seconds: float | None) -> tuple[int, int]:
        """Rounds and rows for which the time is enough."""
        if seconds is None:
            return ROUNDS, shape[0]
        rounds = int(ROUNDS * seconds / self.cost(task, shape).seconds)
        if rounds >= FEWEST:
            return min(ROUNDS, rounds), shape[0]
        return FEWEST, max(min(shape[0], 500), shape[0] * rounds // FEWEST)


def _matrix(table: Table) -> Any:
    """(rows, columns) in the form in which the table has it; a column of 0 where there is none."""
    if table.is_sparse:
        return table.sparse()
    x = np.ascontiguousarray(table.matrix())
    return x if x.shape[1] else np.zeros((len(table), 1))


def _scores(x: Any, coef: Floats, intercept: Floats, *, classes: bool) -> Floats:
    """(rows, classes), or (rows, 1) scaled numbers."""
    z = np.asarray(x @ coef + intercept)
    return np.hstack([np.zeros_like(z), z]) if classes and z.shape[1] == 1 else z


def _round_seconds(rows: int, columns: int) -> float:
    """Roughly what one look at all rows takes."""
    return rows * (3e-9 * columns + 3e-8)
