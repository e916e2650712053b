"""Forests: trees grown apart from each other and averaged, by scikit-learn."""

import time
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._grown import Grown, Link
from fitwright.models._trees import Trees, exact, single
from fitwright.models.model import Cost, Takes
from fitwright.space import Choice, Int, Space

LEAVES = 3_000_000
"""Leaves a forest may have in all; with more rows its leaves hold more of them."""
PIECE = 10
"""Trees grown between two looks at the clock."""


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
        shares = ("sqrt", 0.25, 0.5, 0.75, 1.0)
        return Space(
            max_features=Choice(shares, ordered=True, default="sqrt" if task.classifies else 0.5),
            min_samples_leaf=Int(1, 20, log=True, default=1),
        )

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = max(2, shape[0]), max(1, shape[1])
        looked = columns**0.5 if isinstance(self.max_features, str) else columns * self.max_features
        levels = np.log2(rows / self.min_samples_leaf + 2)
        leaves = min(LEAVES, self.n_estimators * rows / self.min_samples_leaf / 2)
        seconds = 0.2 + self.n_estimators * (1e-3 + self.pace * rows * levels * (looked + 2))
        return Cost(float(seconds), int(12 * rows * columns + leaves * (100 + 16 * len(task.outputs))))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        x, end = single(table.matrix()), None if means.seconds is None else time.monotonic() + means.seconds
        if not x.shape[1]:
            x = np.zeros((len(x), 1), np.float32)
        leaf = max(self.min_samples_leaf, -(-len(x) * self.n_estimators // LEAVES))
        core = self.core(task.classifies)(
            n_estimators=0, max_features=self.max_features, min_samples_leaf=leaf, random_state=seed,
            n_jobs=means.cores, warm_start=True,
        )  # fmt: skip
        while core.n_estimators < self.n_estimators and (not core.n_estimators or in_time(end)):
            left = self.n_estimators - core.n_estimators
            core.n_estimators += left if end is None else min(left, PIECE)
            core.fit(x, rows.answers, sample_weight=rows.weights)
        grown = [estimator.tree_ for estimator in core.estimators_]
        trees = joined(grown, table.shape[1], task, getattr(core, "classes_", None))
        link: Link = "second" if task.classifies and len(task.outputs) == 2 else "identity"
        return self.settle(link, trees, table.shape[1], native(grown, trees))

    @classmethod
    @abstractmethod
    def core(cls, classifies: bool) -> Any:
        """The library's class."""


def in_time(end: float | None) -> bool:
    """Is there time left?"""
    return end is None or time.monotonic() < end


def joined(grown: list[Any], columns: int, task: Task, classes: NDArray[Any] | None) -> Trees:
    """The library's trees as one ensemble whose sums are the average."""
    starts = np.cumsum([0, *(tree.node_count for tree in grown)])
    left = np.concatenate([tree.children_left + s for tree, s in zip(grown, starts[:-1], strict=True)])
    right = np.concatenate([tree.children_right + s for tree, s in zip(grown, starts[:-1], strict=True)])
    feature = np.concatenate([tree.feature for tree in grown]).astype(np.int32)
    inner = feature >= 0
    children = np.where(inner[:, None], np.stack([left, right], axis=1), 0).astype(np.int32)
    value = np.concatenate([tree.value[tree.feature < 0, 0] for tree in grown]) / len(grown)
    if classes is not None:
        value = spread(value, classes.astype(np.intp), len(task.outputs))
    none = np.zeros(0, np.int32)
    return Trees(
        feature=np.where(inner, feature, -1).astype(np.int32),
        threshold=np.where(inner, exact(np.concatenate([tree.threshold for tree in grown])), 0.0),
        children=children,
        missing=np.concatenate([tree.missing_go_to_left for tree in grown]).astype(bool) & inner,
        roots=starts[:-1].astype(np.int32),
        value=value,
        output=np.zeros(len(grown), np.int32),
        base=np.zeros(value.shape[1]),
        sets=none,
        starts=none,
        words=np.zeros(0, np.uint32),
    )


def spread(value: Floats, classes: NDArray[np.intp], outputs: int) -> Floats:
    """(leaves, outputs) from shares of the classes that were seen; of two classes the second alone."""
    whole = np.zeros((len(value), outputs))
    whole[:, classes] = value
    return whole[:, 1:] if outputs == 2 else whole


def native(grown: list[Any], trees: Trees) -> Callable[[Floats], Floats]:
    """The same sums, with the library's own way through each tree."""
    counted = np.cumsum(trees.feature < 0) - 1
    spans = [counted[root : root + tree.node_count] for root, tree in zip(trees.roots, grown, strict=True)]

    def sums(x: Floats) -> Floats:
        total, x32 = np.tile(trees.base, (len(x), 1)), single(x)
        for number, (tree, leaf) in enumerate(zip(grown, spans, strict=True)):
            trees.add(total, leaf[tree.apply(x32)][None], number)
        return total

    return sums
