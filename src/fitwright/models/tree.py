"""A single decision tree."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Self

import numpy as np

from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._forest import joined
from fitwright.models._grown import Grown, Link, weighed
from fitwright.models._trees import Trees, single
from fitwright.models.model import Cost, Takes
from fitwright.space import Float, Int, Space
from fitwright.splits import sample

PACE = 8e-9
"""Seconds a row, a column and a level."""


@dataclass
class Tree(Grown):
    """Questions about one column after the other, until a leaf answers: few enough to be read.

    Grown by scikit-learn with the best threshold of all columns at each split, and cut back where a split
    gains too little.  Class shares of a leaf are drawn towards those of all rows as if by one row more.

    Parameters
    ----------
    max_depth : questions a row is asked at most.
    min_samples_leaf : rows a leaf holds at least.
    pruning : share of the impurity of all rows that a split has to gain for each leaf it adds.

    References
    ----------
    Breiman, Friedman, Olshen and Stone (1984), Classification and regression trees.
    """

    max_depth: int = 8
    min_samples_leaf: int = 10
    pruning: float = 1e-3

    takes: ClassVar[Takes] = Takes(missing=True, categories="onehot")
    imports: ClassVar[tuple[str, ...]] = ("sklearn.tree",)
    turn: ClassVar[Literal["first", "later", "asked"]] = "asked"
    readable: ClassVar[bool] = True

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            max_depth=Int(2, 14, default=8),
            min_samples_leaf=Int(1, 200, log=True, default=10),
            pruning=Float(1e-5, 3e-2, log=True, default=1e-3),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"max_depth": 12, "min_samples_leaf": 20, "pruning": 1e-4}, {"max_depth": 4}

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = max(2, shape[0]), max(1, shape[1])
        seconds = 3e-3 + self._seconds(rows, columns) + 2e-7 * rows
        return Cost(seconds, int(16 * rows * columns + 100 * min(rows, 2**self.max_depth)))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        table, rows = weighed(table, rows)
        if means.seconds is not None:
            share = means.seconds / self._seconds(len(rows), table.shape[1])
            kept = sample(rows, max(200, int(share * len(rows))), seed)
            table, rows = table.at(kept), rows.at(kept)
        x = single(table.matrix()) if table.shape[1] else np.zeros((len(rows), 1), np.float32)
        core = self._core(rows, task, seed)
        core.fit(x, rows.answers, sample_weight=rows.weights)
        trees = joined([core.tree_], task, getattr(core, "classes_", None))
        if task.classifies:
            trees = _drawn(trees, core.tree_)
        link: Link = "second" if task.classifies and len(task.outputs) == 2 else "identity"
        return self.settle(link, trees, table.shape[1])

    def _core(self, rows: Rows, task: Task, seed: int) -> Any:
        """The library's estimator, not fitted."""
        from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

        kind = DecisionTreeClassifier if task.classifies else DecisionTreeRegressor
        return kind(
            max_depth=self.max_depth, min_samples_leaf=self.min_samples_leaf, random_state=seed,
            ccp_alpha=self.pruning * _impurity(rows, task),
        )  # fmt: skip

    def _seconds(self, rows: int, columns: int) -> float:
        levels = float(np.log2(max(rows, 2))) * math.sqrt(self.max_depth)
        return PACE * max(rows, 2) * max(columns, 1) * levels


def _impurity(rows: Rows, task: Task) -> float:
    """Of all rows together: Gini's for classes, the variance of numbers."""
    if task.classifies:
        counts = np.bincount(rows.answers.astype(np.intp), rows.weights)
        return float(1 - ((counts / counts.sum()) ** 2).sum())
    middle = np.average(rows.answers, weights=rows.weights)
    return float(np.average((rows.answers - middle) ** 2, weights=rows.weights))


def _drawn(trees: Trees, grown: Any) -> Trees:
    """The same tree, the shares in its leaves drawn towards those of all rows."""
    weight = grown.weighted_n_node_samples[grown.feature < 0][:, None]  # (leaves, 1)
    prior = (trees.value * weight).sum(axis=0) / weight.sum()  # (outputs,)
    value = (trees.value * weight + prior) / (weight + 1)
    return replace(trees, value=value.astype(np.float32))
