"""Trees that ask one question a level: the answers are a leaf's number."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.models._questions import Bits, Flags, Ints, Questions, Reals, Shape

DEEPEST = 14
"""Levels at most: the leaves of a tree are counted in 16 bits."""
BYTE = 8
"""Up to so many levels they are counted in 8."""


@dataclass(frozen=True)
class Levels:
    """Which questions the levels of each tree ask.

    Attributes
    ----------
    asked : (trees, levels) numbers of questions, from the root down; where a tree has fewer levels, the first
        ones ask what is always answered with 0.
    begins : (trees,) number of each tree's first leaf.
    """

    questions: Questions
    asked: Ints
    begins: Ints
    least: ClassVar[int] = 9
    """From so many rows on it is quicker than a runtime, and than a walk in any case."""
    rows: ClassVar[int] = 4096
    """Rows at a time."""
    trees: ClassVar[int] = 128
    """Trees whose leaves are found together: what that takes stays in the processor's cache."""

    @classmethod
    def of(cls, shape: Shape) -> Self | None:
        """The levels, where all trees have them."""
        roots, children, inner, asks, packs = shape
        sizes = np.diff(np.append(roots, len(inner)))
        depths = np.round(np.log2(sizes + 1)).astype(np.int64) - 1
        deepest = int(depths.max(initial=0))
        if not len(roots) or deepest > DEEPEST or (2 ** (depths + 1) - 1 != sizes).any():
            return None
        at = np.arange(deepest) - (deepest - depths)[:, None]  # (trees, levels), the last level on the right
        there, top = at >= 0, roots[:, None] + 2 ** np.maximum(at, 0) - 1  # the first node of each level
        swapped = there & (children[top, 1] < children[top, 0])
        keys = asks.keys(np.zeros(len(inner), bool))
        for depth in np.unique(depths):
            trees = np.flatnonzero(depths == depth)
            flags = swapped[trees, deepest - depth :]
            if not _are_levels(roots[trees], int(depth), flags, children, keys, inner):
                return None
        questions, number = Questions.of(asks.at(top[there]), swapped[there], packs)
        asked = np.full(top.shape, len(questions))
        asked[there] = number
        return cls(questions, asked, np.cumsum(2**depths) - 2**depths)

    def spread(self, value: Reals) -> Reals:
        """(places, values) of what leaves hold, (leaves, values): here every leaf has one place."""
        return value

    def answers(self, x: Reals) -> Bits:
        """What `leaves` takes, for `x` (columns, rows)."""
        return self.questions.answers(x)

    def leaves(self, answers: Bits, part: slice, rows: int) -> NDArray[np.unsignedinteger[Any]]:
        """(trees of this part, rows) places of leaves, counted in each tree by itself."""
        asked = self.asked[part]
        leaf = np.zeros((len(asked), rows), np.uint8 if asked.shape[1] <= BYTE else np.uint16)
        for level in range(asked.shape[1]):
            np.add(leaf, leaf, out=leaf)
            np.bitwise_or(leaf, answers.take(asked[:, level], axis=0), out=leaf)
        return leaf


def _are_levels(roots: Ints, depth: int, swapped: Flags, children: Ints, keys: Ints, inner: Flags) -> bool:
    """Are these trees complete, level after level, and do the nodes of a level ask the same?"""
    place = np.arange(2**depth - 1)
    node = roots[:, None] + place  # (trees, inner nodes)
    level = np.repeat(np.arange(depth), 2 ** np.arange(depth))
    left = roots[:, None] + 2 * place + 1
    lower = np.where(swapped[:, level], children[node, 1], children[node, 0])
    upper = np.where(swapped[:, level], children[node, 0], children[node, 1])
    if not inner[node].all() or (lower != left).any() or (upper != left + 1).any():
        return False
    return bool((keys[node] == keys[node[:, 2**level - 1]]).all())
