"""Trees that ask one question a level: each is answered once, and the answers are a leaf's number."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]
DEEPEST = 14
"""Levels at most: the leaves of a tree are counted in 16 bits."""


class Levels(NamedTuple):
    """The questions of an ensemble, and which of them each level of each tree asks.

    Attributes
    ----------
    node : (questions,) a node that asks it.
    asked : (trees, levels) question numbers, from the root down; below 0 where a tree has fewer levels.
    swapped : (trees, levels), whether the second child comes before the first.
    begins : (trees,) number of the tree's first leaf.
    """

    node: Ints
    asked: Ints
    swapped: Flags
    begins: Ints

    def leaves(self, second: Flags) -> NDArray[np.int32]:
        """(trees, rows) from which questions (questions, rows) lead to the second child."""
        leaf = np.zeros((len(self.asked), second.shape[1]), np.int16)
        for level in range(self.asked.shape[1]):
            there = np.flatnonzero(self.asked[:, level] >= 0)
            bit = second[self.asked[there, level]]
            if self.swapped[there, level].any():
                bit ^= self.swapped[there, level, None]
            if len(there) == len(leaf):
                leaf <<= 1
                leaf |= bit
            else:
                leaf[there] = (leaf[there] << 1) | bit
        return np.add(leaf, self.begins[:, None].astype(np.int32), dtype=np.int32)


def levels_of(roots: Ints, children: Ints, asks: Ints, inner: Flags) -> Levels | None:
    """The levels, where all trees have them.

    Parameters
    ----------
    roots : (trees,) the first node of each tree.
    children : (nodes, 2).
    asks : (nodes, parts), equal where two nodes ask the same.
    inner : (nodes,), not a leaf.
    """
    sizes = np.diff(np.append(roots, len(inner)))
    depths = np.round(np.log2(sizes + 1)).astype(np.int64) - 1
    deepest = int(depths.max(initial=0))
    if not len(roots) or deepest > DEEPEST or (2 ** (depths + 1) - 1 != sizes).any():
        return None
    top = roots[:, None] + 2 ** np.arange(deepest) - 1  # (trees, levels) the first node of each level
    there = np.arange(deepest) < depths[:, None]
    top = np.where(there, top, 0)
    swapped = there & (children[top, 1] < children[top, 0])
    for depth in np.unique(depths):
        at = np.flatnonzero(depths == depth)
        if not _is_level(roots[at], int(depth), swapped[at, :depth], children, asks, inner):
            return None
    questions, number = np.unique(asks[top[there]], axis=0, return_index=True, return_inverse=True)[1:]
    asked = np.full(top.shape, -1)
    asked[there] = number.ravel()
    leaves = 2**depths
    return Levels(top[there][questions], asked, swapped, np.cumsum(leaves) - leaves)


def _is_level(roots: Ints, depth: int, swapped: Flags, children: Ints, asks: Ints, inner: Flags) -> bool:
    """Are these trees complete, level after level, and do the nodes of a level ask the same?"""
    place = np.arange(2**depth - 1)
    node = roots[:, None] + place  # (trees, inner nodes)
    level = np.repeat(np.arange(depth), 2 ** np.arange(depth))
    left = roots[:, None] + 2 * place + 1
    lower = np.where(swapped[:, level], children[node, 1], children[node, 0])
    upper = np.where(swapped[:, level], children[node, 0], children[node, 1])
    if not inner[node].all() or (lower != left).any() or (upper != left + 1).any():
        return False
    return bool((asks[node] == asks[node[:, 2**level - 1]]).all())
