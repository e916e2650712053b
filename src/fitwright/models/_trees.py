"""Ensembles of decision trees as plain arrays: checked when they come in, walked with NumPy or a runtime."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, cached_property
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import Damaged
from fitwright.core.rows import Floats
from fitwright.models._adding import add
from fitwright.models._answered import Leaves, Ways
from fitwright.models._check import check
from fitwright.models._evaluator import Evaluator
from fitwright.models._onnx import Runtime
from fitwright.models._questions import Asks, Shape
from fitwright.models._quick import Quick, probes

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
Reals = NDArray[np.floating[Any]]
ROWS = 2048
"""Rows walked at a time: their values stay in the processor's cache."""
WALKS = 1 << 15
"""Pairs of a row and a tree walked at a time."""
LEVELS = 4
"""Levels walked before those that arrived are set aside."""
LOG = logging.getLogger("fitwright")
Answer = Callable[[Floats, Reals], Reals]
"""(rows, columns) and (rows, outputs) to the latter, with what the trees add."""


class Nodes(NamedTuple):
    """All nodes of an ensemble, with an entry for leaves too.

    `children` is (nodes, 2), `missing` tells whether NaN goes to the first child, `sets` is the number of the
    set of codes that go there, below 0 where the column holds numbers; empty where all do.
    """

    feature: NDArray[np.integer[Any]]
    threshold: Reals
    children: NDArray[np.integer[Any]]
    missing: Flags
    sets: NDArray[np.integer[Any]]


class _Walk(NamedTuple):
    """The arrays as the walk wants them: a leaf leads to itself."""

    feature: Ints
    threshold: Reals
    children: Ints
    inner: Flags
    leaf: Ints
    sets: Ints


@dataclass(frozen=True)
class Trees:
    """Many trees, node after node; a tree's nodes follow its root, a child its parent.

    A number goes to the first child where it is <= the threshold, in the precision of the thresholds; a
    category where its code is in the node's set; NaN as `missing` says; everything else to the second child.

    Attributes
    ----------
    feature : (nodes,) int16 or int32, the column that a node looks at, below 0 in a leaf.
    threshold : (inner nodes,) float32 or float64, in the order of the nodes.
    first : (inner nodes,) int32, the first child; or empty, where it is always the next node.
    second : (inner nodes,) int32, the second child.
    missing : uint8, a bit for each inner node: NaN goes to the first child; or empty, where it never does.
    roots : (trees,) int32.
    value : (leaves, 1 or outputs) float32 or float64, in the order of the nodes.
    output : (trees,) int32, the output that a tree adds its one value to; with more values it is not read.
    base : (outputs,) float64, what is added to the trees' sums.
    begin : (outputs,) float32, what the trees' sums begin with, where they are made in single precision; or
        empty, where they are made in double precision, from 0 on.
    scale : (1,) float64, what sums in single precision are multiplied with; or empty.
    sets : (inner nodes,) int32, the set of a node that looks at a category, below 0 in others; or empty.
    starts : (sets + 1,) int32, where each set's words begin in `words`; or empty.
    words : uint32, bit c % 32 of a set's word c // 32 tells whether code c is in it.
    """

    feature: NDArray[np.signedinteger[Any]]
    threshold: Reals
    first: Ints
    second: Ints
    missing: NDArray[np.uint8]
    roots: Ints
    value: Reals
    output: Ints
    base: Floats
    begin: NDArray[np.float32]
    scale: Floats
    sets: Ints
    starts: Ints
    words: NDArray[np.uint32]

    @classmethod
    def of(
        cls,
        nodes: Nodes,
        roots: NDArray[np.integer[Any]],
        value: Reals,
        base: Floats,
        output: NDArray[np.integer[Any]] | None = None,
        packs: tuple[Ints, NDArray[np.uint32]] | None = None,
    ) -> Self:
        """Trees of these nodes; `packs` are `starts` and `words`, and no `output` where trees add to all."""
        inner = nodes.feature >= 0
        first, second = nodes.children[inner].T
        starts, words = packs or (np.zeros(0, np.int32), np.zeros(0, np.uint32))
        most = nodes.feature.max(initial=-1)
        missing, next_ = nodes.missing[inner], np.flatnonzero(inner) + 1
        return cls(
            feature=np.where(inner, nodes.feature, -1).astype(np.int16 if most < 2**15 else np.int32),
            threshold=np.clip(nodes.threshold[inner], *_ends(nodes.threshold.dtype)),
            first=np.zeros(0, np.int32) if np.array_equal(first, next_) else first.astype(np.int32),
            second=second.astype(np.int32),
            missing=np.packbits(missing) if missing.any() else np.zeros(0, np.uint8),
            roots=roots.astype(np.int32),
            value=value,
            output=(np.zeros(len(roots)) if output is None else output).astype(np.int32),
            base=base,
            begin=np.zeros(0, np.float32),
            scale=np.zeros(0),
            sets=nodes.sets[inner].astype(np.int32) if len(nodes.sets) else np.zeros(0, np.int32),
            starts=starts,
            words=words,
        )

    @classmethod
    def nothing(cls, base: Floats) -> Self:
        """No trees: every row gets `base`."""
        none = np.zeros(0, np.int32)
        nodes = Nodes(none, np.zeros(0), none.reshape(0, 2), np.zeros(0, bool), none)
        return cls.of(nodes, none, np.zeros((0, 1)), np.asarray(base, np.float64))

    @classmethod
    def load(cls, arrays: Mapping[str, Any], columns: int) -> Self:
        """The trees that `state` gave, for tables of so many columns; `Damaged` where they are none."""
        return cls(**check(arrays, columns))

    def state(self) -> dict[str, Any]:
        """The arrays by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def sums(self, x: Floats) -> Floats:
        """(rows, outputs): what the trees add up to, always in the same order, and the base.

        Raises
        ------
        Damaged
            There are fewer columns than the trees ask for.
        """
        if x.shape[1] < self._columns:
            raise Damaged(f"Expected a table of {self._columns} columns or more; got {x.shape[1]}.")
        answer, size = self._way(len(x))
        out = np.empty((len(x), len(self.base)))
        for start in range(0, len(x), size):
            part = np.clip(x[start : start + size], *_ends(self.threshold.dtype))
            out[start : start + size] = answer(part, begun(self, len(part)))
        if len(self.scale):
            out *= self.scale
        out += self.base
        return out

    def warm(self) -> None:
        """Get ready for many rows."""
        for quick in (self._evaluator, self._runtime):
            quick.warm()
            self._is_quick(quick, quick.least)

    def _way(self, rows: int) -> tuple[Answer, int]:
        """The quickest of the ways that come to the same bits, and how many rows to take at a time."""
        asked = self._ways.at(rows)
        if asked is not None and rows >= asked.how.least:
            if self._is_quick(self._evaluator, rows):
                return self._evaluator.sums, self._evaluator.rows
            return asked.sums, asked.how.rows
        if self._is_quick(self._runtime, rows):
            return self._runtime.sums, ROWS
        return (self._total if asked is None else asked.sums), ROWS

    def _is_quick(self, quick: Quick, rows: int) -> bool:
        """Will it answer?  It is trusted once it gave the bits of the walk."""
        if not quick.takes(rows):
            return False
        if quick.trusted:
            return True
        x = np.clip(probes(self.state(), self._columns, quick.probes), *_ends(self.threshold.dtype))
        told, walked = quick.sums(x, begun(self, len(x))), self._total(x, begun(self, len(x)))
        quick.trusted = np.array_equal(told, walked)
        if not quick.trusted:
            quick.leave()
            LOG.warning("%s gives other sums than these trees have: NumPy makes them.", quick.name)
        return quick.trusted

    def _total(self, x: Floats, total: Reals) -> Reals:
        """(rows, outputs) `total` and what a walk through the nodes adds; `x` is within their precision."""
        doubled = _doubled(x, self.threshold.dtype)
        step = max(1, WALKS // max(1, len(x)))
        for start in range(0, len(self.roots), step):
            part = slice(start, start + step)
            add(self.value, total, self._leaves(doubled, self.roots[part]), self.output[part])
        return total

    def _leaves(self, x: Reals, roots: Ints) -> Ints:
        """(trees, rows) where each row of `x` (rows, 2 * columns) ends in each tree, counted in leaves."""
        walk, width = self._walk, x.shape[1]
        values = x.ravel()
        node = np.repeat(roots, len(x))
        begins = np.tile(np.arange(len(x)) * width, len(roots))
        ends, at = np.empty(node.size, np.int32), np.arange(node.size)
        while at.size:
            for _ in range(LEVELS):
                value = values.take(begins + walk.feature.take(node))
                second = value > walk.threshold.take(node)
                if len(walk.sets):
                    _sort_out(self, walk.sets.take(node), value, second)
                node = walk.children.take(2 * node + second)
            going = walk.inner.take(node)
            arrived = ~going
            ends[at[arrived]] = walk.leaf.take(node[arrived])
            node, begins, at = node[going], begins[going], at[going]
        return ends.reshape(len(roots), len(x))

    @cached_property
    def _columns(self) -> int:
        return int(self.feature.max(initial=-1)) + 1

    @cached_property
    def _runtime(self) -> Runtime:
        return Runtime(self.state())

    @cached_property
    def _evaluator(self) -> Evaluator:
        return Evaluator(self._ways.levels)

    @cached_property
    def _ways(self) -> Ways:
        walk = self._walk
        sets = walk.sets if len(walk.sets) else np.full_like(walk.feature, -1)
        asks = Asks(walk.feature >> 1, walk.threshold, walk.feature % 2 == 0, sets)
        shape = Shape(self.roots, walk.children.reshape(-1, 2), walk.inner, asks, (self.starts, self.words))
        return Ways(shape, Leaves(self.value, self.output, len(self.base)))

    @cached_property
    def _walk(self) -> _Walk:
        inner = self.feature >= 0
        own = np.arange(len(inner), dtype=np.int32)
        first = self.first if len(self.first) else own[inner] + 1
        bits = np.unpackbits(self.missing, count=len(self.second)).astype(bool)
        missing = bits if len(self.missing) else np.zeros(len(self.second), bool)
        # of the two copies of a column the second one takes NaN to the second child
        column = 2 * self.feature[inner].astype(np.int32) + ~missing
        return _Walk(
            _at(inner, column, np.int32(0)),
            _at(inner, self.threshold, np.inf),
            np.stack([_at(inner, first, own), _at(inner, self.second, own)], axis=1).ravel(),
            inner,
            (np.cumsum(~inner) - 1).astype(np.int32),
            _at(inner, self.sets, np.int32(-1)) if len(self.sets) else self.sets,
        )


def in_single(trees: Trees, begin: NDArray[np.float32]) -> Trees:
    """The same trees, summed in single precision: from `begin` (outputs,) on, one after the other."""
    return replace(trees, value=trees.value.astype(np.float32), begin=begin, scale=np.ones(1))


def begun(trees: Trees, rows: int) -> Reals:
    """(rows, outputs) what sums begin with, in their precision."""
    if not len(trees.begin):
        return np.zeros((rows, len(trees.base)))
    return np.repeat(trees.begin[None], rows, axis=0)


def _sort_out(trees: Trees, sets: Ints, value: Reals, second: Flags) -> None:
    """Correct `second` where a node looks at a category."""
    here = np.flatnonzero(sets >= 0)
    sets, value = sets[here], value[here]
    start, end = trees.starts.take(sets), trees.starts.take(sets + 1)
    known = (value >= 0) & (value < 32 * (end - start))
    code = np.where(known, value, 0).astype(np.int64)
    word = trees.words.take(np.where(known, start + (code >> 5), 0))
    held = known & ((word >> (code & 31).astype(np.uint32)) & 1).astype(bool)
    second[here] = ~(held | (value == -np.inf))


def _at(inner: Flags, values: NDArray[Any], else_: Any) -> NDArray[Any]:
    """(nodes,) `values` at the inner nodes, `else_` in the leaves."""
    spread = np.empty(len(inner), values.dtype)
    spread[:] = else_
    spread[inner] = values
    return spread


@cache
def _ends(kind: np.dtype[Any]) -> tuple[Any, Any]:
    """The least and the greatest number; beyond them lies what stands for NaN."""
    return np.finfo(kind).min, np.finfo(kind).max


def _doubled(x: Floats, kind: np.dtype[Any]) -> Reals:
    """(rows, 2 * columns): each column twice, with NaN below all numbers and above them."""
    if not x.shape[1]:
        return np.zeros((len(x), 2), kind)
    doubled = np.repeat(x.astype(kind), 2, axis=1)
    gone = np.isnan(x)
    if gone.any():
        doubled[:, ::2][gone] = -np.inf
        doubled[:, 1::2][gone] = np.inf
    return doubled


def floor32(threshold: Floats) -> NDArray[np.float32]:
    """The largest numbers of single precision that are not above `threshold`."""
    near = np.clip(threshold, *_ends(np.dtype(np.float32))).astype(np.float32)
    return np.where(near > threshold, before32(near), near)


def before32(threshold: NDArray[np.float32]) -> NDArray[np.float32]:
    """The next lower numbers of single precision: x < threshold is x <= what comes before it."""
    least, most = _ends(np.dtype(np.float32))
    with np.errstate(over="ignore"):  # before the least one comes infinity
        lower = np.nextafter(np.clip(threshold, least, most), np.float32(-np.inf))
    before: NDArray[np.float32] = np.maximum(lower, least)
    return before


def packed(codes: NDArray[np.int64], sizes: NDArray[np.int64]) -> tuple[Ints, NDArray[np.uint32]]:
    """Sets of codes, one after the other and so many codes each, as `starts` and `words`."""
    number = np.repeat(np.arange(len(sizes)), sizes)  # (codes,) the set of each
    lengths = np.ones(len(sizes), np.int64)
    np.maximum.at(lengths, number, (codes >> 5) + 1)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    words = np.zeros(starts[-1], np.uint32)
    np.bitwise_or.at(words, starts[number] + (codes >> 5), np.uint32(1) << (codes & 31).astype(np.uint32))
    return starts.astype(np.int32), words


def single(x: Floats) -> NDArray[np.float32]:
    """In single precision, in rows; what is too large for it becomes its largest number."""
    return np.ascontiguousarray(np.clip(x, *_ends(np.dtype(np.float32))), np.float32)
