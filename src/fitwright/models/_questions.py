"""What the nodes of an ensemble ask: each question is answered once for all rows, whoever asks it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Reals = NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint8]
Packs = tuple[Ints, NDArray[np.uint32]]
"""Where each set of codes begins among the words, and the words, as `Trees` has them."""
TOGETHER = 64
"""Questions that are answered in one operation: what comes of it stays in the processor's cache."""
FEW = 32
"""Up to so many rows all questions together take less than one column after the other."""


class Asks(NamedTuple):
    """What nodes ask, (nodes,) each.

    `missing` tells whether NaN goes to the first child; `sets` is the set of a node that looks at a category,
    below 0 in others.
    """

    column: Ints
    threshold: Reals
    missing: Flags
    sets: Ints

    def keys(self, swapped: Flags) -> NDArray[np.int64]:
        """(nodes,) numbers, equal where two ask the same; in their order, what goes together is together."""
        coded = self.sets >= 0
        different, rank = np.unique(np.where(coded, 0, self.threshold), return_inverse=True)
        key = 2 * self.column.astype(np.int64) + coded
        key = 4 * key + np.where(coded, 0, 2 * self.missing + swapped)
        key = len(different) * key + rank.ravel()
        if not coded.any():
            return key
        ranked: NDArray[np.int64] = np.unique(key, return_inverse=True)[
            1
        ].ravel()  # so that nothing overflows
        flags = np.where(coded, 2 * self.missing + swapped, 0)
        return 4 * ((1 + int(self.sets.max())) * ranked + np.maximum(self.sets, 0)) + flags

    def at(self, nodes: Ints) -> "Asks":
        """Of these nodes."""
        return Asks(self.column[nodes], self.threshold[nodes], self.missing[nodes], self.sets[nodes])


class Shape(NamedTuple):
    """The nodes of an ensemble, leaves among them.

    Attributes
    ----------
    roots : (trees,) the first node of each tree.
    children : (nodes, 2).
    inner : (nodes,), not a leaf.
    asks : what they ask; anything in leaves.
    """

    roots: Ints
    children: Ints
    inner: Flags
    asks: Asks
    packs: Packs


@dataclass(frozen=True)
class Numbers:
    """Questions whether the numbers of one column are above thresholds.

    Attributes
    ----------
    threshold : (questions, 1).
    missing : does NaN go to the first child?
    swapped : does the second child come before the first?
    """

    column: int
    threshold: Reals
    missing: bool
    swapped: bool

    def __len__(self) -> int:
        return len(self.threshold)

    def answer(self, x: Reals, out: Bits) -> None:
        """Put 1 into `out` (questions, rows) where a row of `x` (columns, rows) goes to the later child."""
        compare = np.greater if self.missing else np.less_equal  # NaN is neither
        compare(x[self.column], self.threshold, out=out.view(bool))
        if self.missing == self.swapped:
            np.bitwise_xor(out, 1, out=out)


@dataclass(frozen=True)
class Codes:
    """Questions whether the codes of one column are in sets.

    Attributes
    ----------
    words : (questions, words) bit c % 32 of word c // 32 tells whether code c is in the set; the last is 0.
    missing, swapped : (questions, 1) as for numbers.
    """

    column: int
    words: NDArray[np.uint32]
    missing: Bits
    swapped: Bits

    def __len__(self) -> int:
        return len(self.words)

    def answer(self, x: Reals, out: Bits) -> None:
        """As for numbers."""
        value, end = x[self.column], 32 * (self.words.shape[1] - 1)
        gone = np.isnan(value)
        code = np.where(gone | (value < 0) | (value > end), end, value).astype(np.int64)
        held = self.words.take(code >> 5, axis=1) >> (code & 31).astype(np.uint32)
        np.bitwise_and(held, 1, out=out, casting="unsafe")
        np.copyto(out, self.missing, where=gone)
        np.bitwise_xor(out, 1 - self.swapped, out=out)


@dataclass(frozen=True)
class Questions:
    """All that an ensemble asks, each question once; behind them one that is always answered with 0.

    Attributes
    ----------
    asks, swapped : of each question; does the second child come before the first?
    groups : numbers of first questions, and what is asked from there on about one column.
    """

    asks: Asks
    swapped: Flags
    groups: tuple[tuple[int, Numbers | Codes], ...]

    @classmethod
    def of(cls, asks: Asks, swapped: Flags, packs: Packs) -> tuple["Questions", Ints]:
        """The questions of these nodes, and (nodes,) which one each asks."""
        _, first, number = np.unique(asks.keys(swapped), return_index=True, return_inverse=True)
        different, turned = asks.at(first), swapped[first]
        return cls(different, turned, tuple(_groups(different, turned, packs))), number.ravel()

    def __len__(self) -> int:
        return len(self.swapped)

    def answers(self, x: Reals) -> Bits:
        """(questions + 1, rows) 0 or 1, for `x` (columns, rows) with NaN where missing."""
        out = np.zeros((1 + len(self), x.shape[1]), np.uint8)
        together = x.shape[1] <= FEW
        if together:
            column, threshold, missing, _ = self.asks
            value = x[column]  # (questions, rows)
            later = (value > threshold[:, None]) | (np.isnan(value) & ~missing[:, None])
            np.not_equal(later, self.swapped[:, None], out=out[:-1].view(bool))
        for begin, group in self.groups:
            if not together or isinstance(group, Codes):
                group.answer(x, out[begin : begin + len(group)])
        return out

    def packed(self, x: Reals) -> Bits:
        """(questions + 1, rows / 8) the same, eight rows a byte."""
        out = np.zeros((1 + len(self), -(-x.shape[1] // 8)), np.uint8)
        most = max((len(group) for _, group in self.groups), default=0)
        aside = np.empty((most, x.shape[1]), np.uint8)
        for begin, group in self.groups:
            group.answer(x, aside[: len(group)])
            out[begin : begin + len(group)] = np.packbits(aside[: len(group)], axis=1)
        return out


def _groups(asks: Asks, swapped: Flags, packs: Packs) -> Iterator[tuple[int, Numbers | Codes]]:
    """Questions in the order of their keys, as runs that are answered together, with where each begins."""
    kinds = [
        (int(column), True, False, False) if of >= 0 else (int(column), False, bool(missing), bool(turned))
        for column, _, missing, of, turned in zip(*asks, swapped, strict=True)
    ]
    for (column, coded, missing, turned), run in groupby(range(len(kinds)), kinds.__getitem__):
        whole = np.fromiter(run, np.intp)
        for at in np.array_split(whole, -(-len(whole) // TOGETHER)):
            if coded:
                flags = [part[at].astype(np.uint8)[:, None] for part in (asks.missing, swapped)]
                yield int(at[0]), Codes(column, _words(asks.sets[at], *packs), *flags)
            else:
                yield int(at[0]), Numbers(column, asks.threshold[at][:, None], missing, turned)


def _words(sets: Ints, starts: Ints, words: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """(sets, words) of equal length, a 0 behind the longest."""
    sizes = starts[sets + 1] - starts[sets]
    out = np.zeros((len(sets), 1 + int(sizes.max())), np.uint32)
    for row, of in zip(out, sets, strict=True):
        held = words[starts[of] : starts[of + 1]]
        row[: len(held)] = held
    return out
