"""Ensembles of decision trees as plain arrays: checked when they come in, walked with NumPy alone."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats
from fitwright.models._check import check

Ints = NDArray[np.int32]
ROWS = 2048
"""Rows walked at a time: their values stay in the processor's cache."""
WALKS = 1 << 16
"""Pairs of a row and a tree walked at a time."""
LEVELS = 4
"""Levels walked before those that arrived are set aside."""


class _Walk(NamedTuple):
    """The arrays as the walk wants them: a leaf leads to itself."""

    feature: Ints
    threshold: Floats
    children: Ints
    inner: NDArray[np.bool_]
    leaf: Ints


@dataclass(frozen=True)
class Trees:
    """Many trees, node after node; each tree's nodes follow its root, each child its parent.

    A number goes to the first child where it is <= the threshold, a category where its code is in the node's
    set; everything else goes to the second child, and NaN as `missing` says.

    Attributes
    ----------
    feature : (nodes,) int32, the column a node looks at, below 0 in a leaf.
    threshold : (nodes,) float64.
    children : (nodes, 2) int32.
    missing : (nodes,) bool, whether NaN goes to the first child.
    roots : (trees,) int32.
    value : (leaves, 1 or outputs) float64, in the order of the leaves among the nodes.
    output : (trees,) int32, the output that a tree adds its one value to; with more values it is not read.
    base : (outputs,) float64, what all rows begin with.
    sets : (nodes,) int32, the set of a node that looks at a category, below 0 in others; or empty.
    starts : (sets + 1,) int32, where each set's words begin in `words`; or empty.
    words : uint32, bit c % 32 of a set's word c // 32 tells whether code c is in it.
    """

    feature: Ints
    threshold: Floats
    children: Ints
    missing: NDArray[np.bool_]
    roots: Ints
    value: Floats
    output: Ints
    base: Floats
    sets: Ints
    starts: Ints
    words: NDArray[np.uint32]

    @classmethod
    def nothing(cls, base: Floats) -> Self:
        """No trees: every row gets `base`."""
        none = np.zeros(0, np.int32)
        return cls(
            none, np.zeros(0), none.reshape(0, 2), np.zeros(0, bool), none, np.zeros((0, 1)), none,
            np.asarray(base, np.float64), none, none, np.zeros(0, np.uint32),
        )  # fmt: skip

    @classmethod
    def load(cls, arrays: Mapping[str, Any], columns: int) -> Self:
        """The trees that `state` gave, for tables of so many columns; `Damaged` where they are none."""
        return cls(**check(arrays, columns))

    def state(self) -> dict[str, Any]:
        """The arrays by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def sums(self, x: Floats) -> Floats:
        """(rows, outputs): the base and what the trees add to it, always in the same order."""
        out = np.empty((len(x), len(self.base)))
        for first in range(0, len(x), ROWS):
            part = slice(first, first + ROWS)
            out[part] = self._total(x[part])
        return out

    def add(self, total: Floats, leaves: NDArray[np.integer[Any]], first: int) -> None:
        """Add to `total` (rows, outputs) the values of `leaves` (trees, rows), trees from the `first` on."""
        if self.value.shape[1] > 1:
            total[:] = _running(total, self.value[leaves])
            return
        output = self.output[first : first + len(leaves)]
        for k in np.unique(output):
            total[:, k] = _running(total[:, k], self.value[leaves[output == k], 0])

    def _total(self, x: Floats) -> Floats:
        total = np.tile(self.base, (len(x), 1))
        doubled = _doubled(x)
        step = max(1, WALKS // max(1, len(x)))
        for first in range(0, len(self.roots), step):
            self.add(total, self._leaves(doubled, self.roots[first : first + step]), first)
        return total

    def _leaves(self, x: Floats, roots: Ints) -> Ints:
        """(trees, rows) where each row of `x` (rows, 2 * columns) ends in each tree, counted in leaves."""
        walk, width = self._walk, x.shape[1]
        values = x.ravel()
        node: NDArray[np.integer[Any]] = np.repeat(roots, len(x))
        begins = np.tile(np.arange(len(x)) * width, len(roots))
        ends, at = np.empty(node.size, np.int32), np.arange(node.size)
        while at.size:
            for _ in range(LEVELS):
                value = values.take(begins + walk.feature.take(node))
                second = value > walk.threshold.take(node)
                if len(self.sets):
                    self._sort_out(node, value, second)
                node = walk.children.take(2 * node + second)
            going = walk.inner.take(node)
            arrived = ~going
            ends[at[arrived]] = walk.leaf.take(node[arrived])
            node, begins, at = node[going], begins[going], at[going]
        return ends.reshape(len(roots), len(x))

    def _sort_out(self, node: NDArray[np.integer[Any]], value: Floats, second: NDArray[np.bool_]) -> None:
        """Correct `second` where a node looks at a category."""
        sets = self.sets.take(node)
        here = np.flatnonzero(sets >= 0)
        sets, value = sets[here], value[here]
        start, end = self.starts.take(sets), self.starts.take(sets + 1)
        known = (value >= 0) & (value < 32 * (end - start))
        code = np.where(known, value, 0).astype(np.int64)
        word = self.words.take(np.where(known, start + (code >> 5), 0))
        held = known & ((word >> (code & 31).astype(np.uint32)) & 1).astype(bool)
        second[here] = ~(held | (value == -np.inf))

    @cached_property
    def _walk(self) -> _Walk:
        inner = self.feature >= 0
        own = np.arange(len(inner), dtype=np.int32)[:, None]
        return _Walk(
            # of the two copies of a column the second one takes NaN to the second child
            np.where(inner, 2 * self.feature + ~self.missing, 0).astype(np.int32),
            np.where(inner, self.threshold, np.inf),
            np.where(inner[:, None], self.children, own).ravel(),
            inner,
            (np.cumsum(~inner) - 1).astype(np.int32),
        )


def _doubled(x: Floats) -> Floats:
    """(rows, 2 * columns): each column twice, with NaN below all numbers and above them."""
    doubled = np.repeat(x, 2, axis=1) if x.shape[1] else np.zeros((len(x), 2))
    gone = np.isnan(x)
    if gone.any():
        doubled[:, ::2][gone] = -np.inf
        doubled[:, 1::2][gone] = np.inf
    return doubled


def _running(total: Floats, values: Floats) -> Floats:
    """`total` plus each of `values` (trees, …) in turn: as one tree after the other would add."""
    joined = np.concatenate([total[None], values])
    last: Floats = np.add.accumulate(joined, axis=0)[-1]
    return last


def exact(threshold: Floats) -> Floats:
    """The numbers t for which x <= t holds just where x, rounded to single precision, is <= `threshold`."""
    with np.errstate(over="ignore"):  # beside the largest number lies infinity
        near = threshold.astype(np.float32)
        below = np.where(near > threshold, np.nextafter(near, np.float32(-np.inf)), near)
        above = np.nextafter(below, np.float32(np.inf))
    middle = (below.astype(np.float64) + above.astype(np.float64)) / 2
    even = (below.view(np.uint32) & 1) == 0  # a tie is rounded to the even neighbour
    most = np.finfo(np.float64).max  # "every number" and yet below what stands for NaN
    return np.clip(np.where(even, middle, np.nextafter(middle, -np.inf)), -most, most)


def below(threshold: NDArray[np.float32]) -> Floats:
    """The numbers t for which x <= t holds just where x, rounded to single precision, is < `threshold`."""
    return exact(np.nextafter(threshold, np.float32(-np.inf)).astype(np.float64))


def packed(codes: NDArray[np.int64], sizes: NDArray[np.int64]) -> tuple[Ints, NDArray[np.uint32]]:
    """Sets of codes, one after the other and so many codes each, as `starts` and `words`."""
    number = np.repeat(np.arange(len(sizes)), sizes)  # (codes,) the set of each
    lengths = np.zeros(len(sizes), np.int64)
    np.maximum.at(lengths, number, (codes >> 5) + 1)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    words = np.zeros(starts[-1], np.uint32)
    np.bitwise_or.at(words, starts[number] + (codes >> 5), np.uint32(1) << (codes & 31).astype(np.uint32))
    return starts.astype(np.int32), words


def single(x: Floats) -> NDArray[np.float32]:
    """In single precision, in rows; what is too large for it becomes its largest number."""
    most = np.finfo(np.float32).max
    return np.ascontiguousarray(np.clip(x, -most, most), np.float32)
