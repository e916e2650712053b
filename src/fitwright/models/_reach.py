"""Trees without a walk: which rows reach a node follows from who reaches its parent, eight rows a byte."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.models._questions import Bits, Ints, Questions, Reals, Shape

MOST = 256
"""Leaves of a tree at most: they are counted in 8 bits."""
CACHE = 1 << 18
"""Bytes that the leaves of some trees may take, to stay in the processor's cache."""


class Wave(NamedTuple):
    """The nodes of some trees that are equally far from their roots.

    Attributes
    ----------
    leaves, slots : places of the leaves among them, and where the rows that reach them are noted.
    inner, asked : places of the others, and what these ask.  Their first children begin the next wave, in
        that order, their second children follow.
    """

    leaves: Ints
    slots: Ints
    inner: Ints
    asked: Ints


@dataclass(frozen=True)
class Reach:
    """Trees of up to 256 leaves, in parts that are looked at together.

    No row goes its own way, so the processor never waits for memory or for a guess that was wrong: for eight
    rows at once, "reaches the second child" is "reaches the parent" and the answer.

    Attributes
    ----------
    parts : waves, from the roots down.
    begins : (trees,) number of each tree's first leaf.
    bits : of a leaf's number within its tree.
    """

    questions: Questions
    parts: tuple[tuple[Wave, ...], ...]
    begins: Ints
    bits: int
    least: ClassVar[int] = 512
    """From so many rows on it pays to get ready for it."""
    rows: ClassVar[int] = 4096

    @classmethod
    def of(cls, shape: Shape) -> Self | None:
        """The trees, where none has too many leaves."""
        roots, _, inner, asks, packs = shape
        ends = np.append(roots[1:], len(inner))
        leaves = np.append(0, np.cumsum(~inner))
        counts = leaves[ends] - leaves[roots]
        if not inner.any() or counts.max() > MOST:
            return None
        bits = int(counts.max() - 1).bit_length()
        there = np.flatnonzero(inner)
        questions, number = Questions.of(asks.at(there), np.zeros(len(there), bool), packs)
        asked = np.zeros(len(inner), np.int32)
        asked[there] = number
        within = leaves[:-1] - np.repeat(leaves[roots], ends - roots)  # (nodes,) leaves before it in its tree
        size = _together(bits)
        parts = [
            tuple(_waves(shape, roots[at : at + size], asked, within, 1 << bits))
            for at in range(0, len(roots), size)
        ]
        return cls(questions, tuple(parts), leaves[roots], bits)

    @property
    def trees(self) -> int:
        """Trees whose leaves are found together."""
        return _together(self.bits)

    def spread(self, value: Reals) -> Reals:
        """(places, values) of what leaves hold, (leaves, values): here every leaf has one place."""
        return value

    def answers(self, x: Reals) -> Bits:
        """What `leaves` takes, for `x` (columns, rows)."""
        return self.questions.packed(x)

    def leaves(self, answers: Bits, part: slice, rows: int) -> NDArray[np.uint8]:
        """(trees of this part, rows) places of leaves, counted in each tree by itself."""
        stop = min(part.stop, len(self.begins))
        found = np.empty((stop - part.start, rows), np.uint8)
        for at in range(part.start, stop, self.trees):
            end = min(at + self.trees, stop)
            waves = self.parts[at // self.trees]
            found[at - part.start : end - part.start] = self._found(answers, waves, end - at, rows)
        return found

    def _found(self, answers: Bits, waves: tuple[Wave, ...], trees: int, rows: int) -> NDArray[np.uint8]:
        reach = np.full((trees, answers.shape[1]), 255, np.uint8)
        held = np.zeros((trees << self.bits, answers.shape[1]), np.uint8)
        for leaves, slots, inner, asked in waves:
            held[slots] = reach[leaves]
            first, second = reach.take(inner, axis=0), answers.take(asked, axis=0)
            second &= first
            first ^= second
            reach = np.concatenate([first, second])
        return _numbered(held.reshape(trees, 1 << self.bits, -1), rows)


def _together(bits: int) -> int:
    return max(1, CACHE // (Reach.rows // 8 << bits))


def _waves(shape: Shape, roots: Ints, asked: Ints, within: Ints, slots: int) -> Iterator[Wave]:
    """From the roots down; `within` is (nodes,) the number that a leaf has in its tree."""
    node, tree = roots.astype(np.int64), np.arange(len(roots))
    while len(node):
        asks = shape.inner[node]
        ends, goes = np.flatnonzero(~asks), np.flatnonzero(asks)
        parts = (ends, tree[ends] * slots + within[node[ends]], goes, asked[node[goes]])
        yield Wave(*(part.astype(np.int32) for part in parts))
        children = shape.children[node[goes]]
        node, tree = np.concatenate([children[:, 0], children[:, 1]]), np.tile(tree[goes], 2)


def _numbered(held: Bits, rows: int) -> NDArray[np.uint8]:
    """(trees, rows) from (trees, slots, rows / 8), where one slot holds each row."""
    number = np.zeros((len(held), rows), np.uint8)
    while held.shape[1] > 1:
        half = held.shape[1] // 2
        upper = np.bitwise_or.reduce(held[:, half:], axis=1)
        np.add(number, number, out=number)
        np.bitwise_or(number, np.unpackbits(upper, axis=1, count=rows), out=number)
        held = held[:, :half] | held[:, half:]
    return number
