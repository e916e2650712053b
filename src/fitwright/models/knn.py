"""The answer of the most similar rows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models.model import Cost, Model, Takes
from fitwright.space import Choice, Int, Space
from fitwright.splits import sample

FEW_COLUMNS = 8
"""Up to so many columns a tree finds the neighbours; with more, comparing with every row is quicker."""
ROWS_TREE, ROWS_ALL = 100_000, 10_000
"""Rows kept at most: with a tree, and without."""
CELLS = 4_000_000
"""Numbers that are held at a time."""
NEAREST = 0.05
"""A row right at the spot counts 1 / 0.05 times, one as far as the k-th once."""
Find = Callable[[Floats, int], Index]
"""(rows, columns) and how many to (rows, that many) positions of the nearest known rows."""


@dataclass
class KNN(Model):
    """k nearest neighbours: the weighted mean of the answers of the k most similar rows that were learned.

    Similar is what is near in Euclidean distance.  Rows as near as the k-th count too, up to k / 2 + 4 more,
    so that the order of the rows hardly matters.  Class shares are drawn towards those of all rows as if by
    one neighbour more.  Above 100,000 rows (10,000 where there are more than 8 columns) it keeps a seeded
    sample.  Source: Fix and Hodges, 1951; Dudani, 1976 (weights by distance).

    Parameters
    ----------
    neighbours : k, at least 1.
    weighting : "distance" lets a near neighbour count up to 20 times a far one; "uniform" does not.
    """

    neighbours: int = 20
    weighting: Literal["distance", "uniform"] = "distance"

    kinds = ("binary", "multiclass", "regression")
    takes = Takes(categories="onehot", scaled=True)
    imports: ClassVar[tuple[str, ...]] = ("scipy.spatial",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            neighbours=Int(1, 200, log=True, default=20),
            weighting=Choice(("distance", "uniform")),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"neighbours": 5}, {"neighbours": 60}

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = shape
        kept = min(rows, _most(columns))
        if columns <= FEW_COLUMNS:
            each = 2e-6 * 1.6**columns + 1e-8 * self.neighbours * (columns + len(task.outputs))
        else:
            each = kept * (8e-11 * columns + 7e-9) + 1e-8 * self.neighbours * (columns + len(task.outputs))
        return Cost(1e-3 + each * rows, 8 * kept * (2 * columns + len(task.outputs)) + 40 * CELLS)

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        if rows.weights is not None and not rows.weights.all():
            counted = np.flatnonzero(rows.weights)
            table, rows = table.at(counted), rows.at(counted)
        kept = sample(rows, self._affordable(task, table.shape, means), seed)
        rows = rows.at(kept)
        self.x_ = np.ascontiguousarray(table.at(kept).matrix())  # (kept, columns)
        weights = np.ones(len(rows)) if rows.weights is None else rows.weights / rows.weights.mean()
        if task.classifies:
            answers = np.eye(len(task.outputs))[rows.answers.astype(np.intp)]
        else:
            answers = rows.answers.astype(np.float64)[:, None]
        self.votes_ = np.column_stack([answers * weights[:, None], weights])  # (kept, outputs + 1)
        self.prior_ = self.votes_[:, :-1].sum(axis=0) / weights.sum() * float(task.classifies)  # (outputs,)
        return self

    def predict(self, table: Table) -> Floats:
        x = table.matrix()
        find = _tree(self.x_) if 0 < self.x_.shape[1] <= FEW_COLUMNS else _all(self.x_)
        k = min(self.neighbours, len(self.x_))
        looked_at = min(k + k // 2 + 4, len(self.x_))
        p = np.empty((len(x), len(self.prior_)))
        block = max(1, CELLS // max(len(self.x_), looked_at * (x.shape[1] + len(self.prior_))))
        for start in range(0, len(x), block):
            rows = np.ascontiguousarray(x[start : start + block])
            p[start : start + block] = self._answer(rows, find(rows, looked_at), k)
        return p

    def holds(self) -> str:
        return f"knn: {len(self.x_)} rows as numbers, with their answers"

    def _answer(self, x: Floats, near: Index, k: int) -> Floats:
        """(rows, outputs) from `near` (rows, looked at), positions of rows that were learned."""
        away = self.x_[near] - x[:, None, :]  # (rows, looked at, columns)
        distance = np.sqrt(np.einsum("rnc,rnc->rn", away, away))
        kth = np.partition(distance, k - 1, axis=1)[:, k - 1 : k]  # (rows, 1)
        weights = (distance <= kth * (1 + 1e-9)).astype(np.float64)
        if self.weighting == "distance":
            weights /= distance / np.where(kth > 0, kth, 1) + NEAREST
        sums = np.einsum("rn,rno->ro", weights, self.votes_[near])  # (rows, outputs + 1)
        one = sums[:, -1:] / k * (self.prior_.sum() > 0)
        answers: Floats = (sums[:, :-1] + one * self.prior_) / (sums[:, -1:] + one)
        return answers

    def _affordable(self, task: Task, shape: tuple[int, int], means: Means) -> int:
        """Rows to keep: fewer where predicting for as many rows as there are would take too long."""
        rows, columns = shape
        most = min(rows, _most(columns))
        seconds = self.cost(task, shape).seconds
        if means.seconds is None or seconds <= means.seconds or columns <= FEW_COLUMNS:
            return most
        return max(int(most * means.seconds / seconds), min(most, 500))


def _most(columns: int) -> int:
    return ROWS_TREE if columns <= FEW_COLUMNS else ROWS_ALL


def _tree(known: Floats) -> Find:
    """Neighbours through a tree of boxes (Bentley, 1975)."""
    from scipy.spatial import cKDTree

    tree = cKDTree(known)

    def find(x: Floats, number: int) -> Index:
        return np.asarray(tree.query(x, k=np.arange(1, number + 1))[1], np.intp)

    return find


def _all(known: Floats) -> Find:
    """Neighbours by comparing with every known row."""
    lengths = np.einsum("nc,nc->n", known, known)
    sides = np.column_stack([-2 * known, lengths])  # (known, columns + 1)

    def find(x: Floats, number: int) -> Index:
        if number == len(known):
            return np.tile(np.arange(number), (len(x), 1))
        # (rows, known) squared distances, less what is the same for all of a row
        far = np.column_stack([x, np.ones(len(x))]) @ sides.T
        return np.argpartition(far, number - 1, axis=1)[:, :number]

    return find
