"""Forests: trees grown apart from each other and averaged, by scikit-learn."""

import time
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.clock import Clock
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._grown import Grown, Link, weighed
from fitwright.models._trees import Nodes, Trees, floor32, single
from fitwright.models.model import Cost, Takes
from fitwright.space import Choice, Int, Space
from fitwright.splits import sample

LEAVES = 1_500_000
"""Leaves a forest may have in all; with more rows its leaves hold more of them."""
FEW = 20
"""Trees that make a forest: rather than fewer of them, fewer rows are learned from."""


@dataclass
class Forest(Grown):
    """Trees grown apart and averaged.

    Parameters
    ----------
    n_estimators : how many trees.
    max_features : the share of columns, or "sqrt" of them, that a split is chosen from.
    min_samples_leaf : rows a leaf holds at least.
    """

    n_estimators: int = 300
    max_features: float | str = "sqrt"
    min_samples_leaf: int = 1

    takes: ClassVar[Takes] = Takes(missing=True, categories="ordinal")
    imports: ClassVar[tuple[str, ...]] = ("sklearn.ensemble",)
    pace: ClassVar[float]
    """Seconds a row, a level of a tree and a column looked at."""

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            max_features=Choice(
                ("sqrt", 0.25, 0.5, 0.75, 1.0), ordered=True, default="sqrt" if task.classifies else 0.5
            ),
            min_samples_leaf=Int(1, 20, log=True, default=1),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return ({}, {"min_samples_leaf": 5, "max_features": 0.5 if task.classifies else 1.0})

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = max(2, shape[0]), max(1, shape[1])
        leaves = min(LEAVES, self.n_estimators * rows / self.min_samples_leaf)
        walk = (
            1.5e-7 + 5e-9 * leaves**0.3
        )  # of a row through a tree: the larger, the less fits into the cache
        seconds = 0.05 + self.n_estimators * (1e-3 + self._seconds(rows, columns) + rows * walk)
        return Cost(seconds, int(8 * rows * columns + leaves * (120 + 24 * len(task.outputs))))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        end = None if means.seconds is None else time.monotonic() + 0.9 * means.seconds
        table, rows = weighed(table, rows)
        if means.seconds is not None:
            share = means.seconds * means.cores / (FEW * self._seconds(len(rows), table.shape[1]))
            kept = sample(rows, max(100, int(share * len(rows))), seed)
            table, rows = table.at(kept), rows.at(kept)
        x = single(table.matrix()) if table.shape[1] else np.zeros((len(rows), 1), np.float32)
        core = self.core(task.classifies)(
            n_estimators=0, max_features=self.max_features, random_state=seed, n_jobs=means.cores,
            min_samples_leaf=max(self.min_samples_leaf, -(-len(x) * self.n_estimators // LEAVES)),
            warm_start=True,
        )  # fmt: skip
        begin = time.monotonic()
        while more := self._more(core.n_estimators, begin, end, means.clock):
            core.n_estimators += more
            core.fit(x, rows.answers, sample_weight=rows.weights)
        trees = joined([one.tree_ for one in core.estimators_], task, getattr(core, "classes_", None))
        link: Link = "second" if task.classifies and len(task.outputs) == 2 else "identity"
        return self.settle(link, trees, table.shape[1])

    @classmethod
    @abstractmethod
    def core(cls, classifies: bool) -> Any:
        """The library's class."""

    def _more(self, grown: int, begin: float, end: float | None, clock: Clock) -> int:
        """How many trees to grow before the next look at the clock; 0 is the end."""
        left = self.n_estimators - grown
        if end is None or not left:
            return left
        if not grown:
            return min(left, 4)
        now = time.monotonic()
        return int(clock.says(max(0, min(left, 2 * grown, int((end - now) * grown / (now - begin))))))

    def _seconds(self, rows: int, columns: int) -> float:
        """Of one tree, on one core."""
        looked = columns**0.5 if isinstance(self.max_features, str) else columns * self.max_features
        return self.pace * rows * float(np.log2(rows / self.min_samples_leaf + 2)) * (looked + 2)


def joined(grown: list[Any], task: Task, classes: NDArray[Any] | None) -> Trees:
    """The library's trees as one ensemble whose sums are the average; `classes` are those that were there."""
    sizes = np.array([tree.node_count for tree in grown])
    roots = np.cumsum(sizes) - sizes
    sides = [
        np.concatenate([getattr(tree, f"children_{side}") for tree in grown]) for side in ("left", "right")
    ]
    value = np.concatenate([tree.value[tree.feature < 0, 0] for tree in grown]) / len(grown)
    if classes is not None:
        value = spread(value, classes.astype(np.intp), len(task.outputs))
    nodes = Nodes(
        feature=np.concatenate([tree.feature for tree in grown]),
        threshold=floor32(np.concatenate([tree.threshold for tree in grown])),
        children=np.stack(sides, axis=1) + np.repeat(roots, sizes)[:, None],
        missing=np.concatenate([tree.missing_go_to_left for tree in grown]).astype(bool),
        sets=np.zeros(0, np.int32),
    )
    return Trees.of(nodes, roots, value.astype(np.float32), np.zeros(value.shape[1]))


def spread(value: Floats, classes: NDArray[np.intp], outputs: int) -> Floats:
    """(leaves, outputs) from shares of the classes that were seen; of two classes the second alone."""
    whole = np.zeros((len(value), outputs))
    whole[:, classes] = value
    return whole[:, 1:] if outputs == 2 else whole
