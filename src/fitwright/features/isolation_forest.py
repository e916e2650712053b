"""Odd rows: a number that says how odd, and less weight for the oddest."""

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from fitwright.core.fitted import State
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import NUMERIC, dense_names
from fitwright.features._moments import even, learn_even
from fitwright.features._projecting import Projecting
from fitwright.space import Float, Space

LEARNED = 256
"""Rows that each tree sees: with more, odd rows hide in the crowd."""


@dataclass
class IsolationForest(Projecting):
    """Add how soon random cuts set a row apart from the others, and let the oddest rows count for less.

    No row is dropped.  "oddness" is near 0.5 for usual rows and up to 1 for odd ones.  Rows learned from that
    are among the oddest `share` keep only `weight` of theirs; at predict nothing is weighed.  Numbers and
    booleans are first scaled to mean 0 and standard deviation 1; missing ones count as the mean, and what
    lies beyond the range seen is cut.  Sparse columns are not looked at.

    Parameters
    ----------
    keep : do the numbers stay beside the oddness?
    share : of the rows learned from that count for less.
    weight : what such a row keeps of its weight, from 0 to 1.
    trees : random trees.

    References
    ----------
    F. T. Liu et al., "Isolation forest", 2008.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> values = np.append(np.random.default_rng(0).normal(size=99), 50.0)
    >>> table = Table.of(Numbers(("size",), values[:, None]))
    >>> made = IsolationForest().fit(table, Rows(), None, 0).transform(table)
    >>> int(made.numbers(["oddness"]).argmax())
    99
    """

    share: float = 0.05
    weight: float = 0.3
    trees: int = 50
    imports: ClassVar[tuple[str, ...]] = ("sklearn.tree",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(share=Float(0.005, 0.2, log=True, default=0.05), weight=Float(0.0, 1.0, default=0.3))

    def learn(self, x: Floats, rows: Rows, task: Task, seed: int) -> list[str]:
        if len(x) < 2:
            return []
        self.forest_ = _grown(x, self.trees, seed)
        return ["oddness"]

    def make(self, x: Floats) -> Floats:
        return _oddness(x, self.forest_)[:, None]

    def reweigh(self, table: Table, rows: Rows, task: Task, seed: int) -> Rows:
        values = table.numbers(dense_names(table, *NUMERIC))
        if not values.shape[1] or len(values) < 2 or self.weight >= 1:
            return rows
        x = even(values, learn_even(values, rows.weights))
        odd = _oddness(x, _grown(x, self.trees, seed))
        most = np.sort(odd)[::-1][: max(1, round(self.share * len(odd)))]
        factors = np.where((odd >= most[-1]) & (odd > np.median(odd)), self.weight, 1.0)
        weights = factors if rows.weights is None else factors * rows.weights
        return rows.weighted(weights) if weights.any() else rows


def _grown(x: Floats, trees: int, seed: int) -> State:
    """Nodes of all trees, end to end: column (-1 in leaves), cut, both children, and in leaves the path."""
    from sklearn.tree import ExtraTreeRegressor

    rng, count = np.random.default_rng(seed), min(LEARNED, len(x))
    small, deep = x.astype(np.float32), max(1, int(np.ceil(np.log2(count))))
    parts: dict[str, list[NDArray[Any]]] = {name: [] for name in ("column", "cut", "left", "right", "path")}
    roots, begin = [], 0
    for drawn in rng.integers(2**31, size=trees).tolist():
        some = rng.choice(len(x), count, replace=False)
        grower = ExtraTreeRegressor(max_features=1, max_depth=deep, random_state=drawn)
        tree = grower.fit(small[some], rng.random(count), check_input=False).tree_  # the answers are noise
        leaf = tree.children_left < 0
        parts["column"].append(np.where(leaf, -1, tree.feature))
        parts["cut"].append(tree.threshold)
        parts["left"].append(np.where(leaf, 0, tree.children_left) + begin)
        parts["right"].append(np.where(leaf, 0, tree.children_right) + begin)
        parts["path"].append(tree.compute_node_depths() - 1.0 + _expected(tree.n_node_samples))
        roots.append(begin)
        begin += tree.node_count
    forest: State = {name: np.concatenate(arrays) for name, arrays in parts.items()}
    usual = float(_expected(np.array([count]))[0])
    return {**forest, "roots": np.array(roots, np.int64), "usual": max(usual, 1.0)}


def _expected(counts: NDArray[np.integer[Any]]) -> Floats:
    """Cuts that it takes on average to set one of so many rows apart."""
    many = np.maximum(counts.astype(np.float64), 2.0)
    cuts = 2 * (np.log(many - 1) + np.euler_gamma) - 2 * (many - 1) / many
    return np.where(counts > 2, cuts, np.where(counts == 2, 1.0, 0.0))


def _oddness(x: Floats, forest: State) -> Floats:
    """(rows,) 1 for a row that one cut sets apart, near 0.5 for most."""
    each, total = np.arange(len(x)), np.zeros(len(x))
    for root in forest["roots"].tolist():  # tree after tree, so that each row's sum is made in one order
        at = np.full(len(x), root)
        while (inner := forest["column"][at] >= 0).any():
            column, cut = forest["column"][at], forest["cut"][at]
            goes = x[each, np.maximum(column, 0)] <= cut
            below = np.where(goes, forest["left"][at], forest["right"][at])
            at = np.where(inner, below, at)
        total += forest["path"][at]
    found: Floats = 2.0 ** -(total / (len(forest["roots"]) * forest["usual"]))
    return found
