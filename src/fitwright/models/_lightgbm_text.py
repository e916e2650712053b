"""LightGBM's text, in which it writes its models, to and from arrays."""

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.models._trees import Ints, Nodes, Trees

CATEGORY, LEFT, NAN = 1, 2, 8
"""Bits of `decision_type`: a category is asked for; NaN goes left; NaN counts as missing at all."""


def read(text: str, outputs: int) -> Trees:
    """The trees of a model that LightGBM itself has just written."""
    lines = _lines(text)
    leaves = _numbers(lines["num_leaves"], np.int64)
    inner = leaves - 1
    trees = len(leaves)
    roots = np.concatenate([[0], np.cumsum(leaves + inner)])[:-1]  # (trees,) a tree's splits, then its leaves
    decision = _numbers(lines["decision_type"], np.int64)
    at = _places(roots, inner)  # (splits,) where each lies among the nodes
    nodes = int((leaves + inner).sum())
    threshold, children = np.zeros(nodes), np.zeros((nodes, 2), np.int32)
    feature, missing = np.full(nodes, -1, np.int32), np.zeros(nodes, bool)
    threshold[at] = _numbers(lines["threshold"], np.float64)
    feature[at] = _numbers(lines["split_feature"], np.int32)
    shift = np.repeat(roots, inner)
    first = shift + np.repeat(inner, inner)  # (splits,) the first leaf of the tree
    for side, name in enumerate(("left_child", "right_child")):
        child = _numbers(lines[name], np.int64)
        children[at, side] = np.where(child >= 0, shift + child, first - child - 1)
    category = decision & CATEGORY > 0
    sets, packs = _sets(lines, category, threshold[at], inner, at, nodes)
    zero = threshold[at] >= 0  # where no NaN was seen it counts as 0
    missing[at] = np.where(decision & NAN > 0, decision & LEFT > 0, zero) & ~category
    threshold[at[category]] = 0.0
    value = _numbers(lines["leaf_value"], np.float64)[:, None]
    all_ = Nodes(feature, threshold, children, missing, sets)
    return Trees.of(all_, roots, value, np.zeros(outputs), np.arange(trees) % outputs, packs)


def _lines(text: str) -> dict[str, list[str]]:
    """What stands behind each name, tree after tree."""
    begin, end = text.find("\nTree=0"), text.find("\nend of trees")
    found: dict[str, list[str]] = defaultdict(list)
    for line in text[begin:end].split("\n") if begin >= 0 else ():
        name, _, values = line.partition("=")
        found[name].append(values)
    return found


def _numbers(lines: list[str], kind: Any) -> NDArray[Any]:
    return np.fromstring(" ".join(line for line in lines if line), kind, sep=" ")


def _places(roots: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """roots[0], roots[0] + 1, … (counts[0] of them), roots[1], …"""
    before = np.cumsum(counts) - counts
    places: NDArray[np.int64] = np.arange(counts.sum()) + np.repeat(roots - before, counts)
    return places


def _sets(
    lines: dict[str, list[str]],
    category: NDArray[np.bool_],
    number: NDArray[np.float64],
    inner: NDArray[np.int64],
    at: NDArray[np.int64],
    nodes: int,
) -> tuple[Ints, tuple[Ints, NDArray[np.uint32]] | None]:
    """(nodes,) sets of categories, and what is in them; a threshold numbers the sets of its tree."""
    if not category.any():
        return np.zeros(0, np.int32), None
    counts = _numbers(lines["num_cat"], np.int64)
    bounds = [_numbers([line], np.int64) for line in lines["cat_boundaries"]]
    lengths = np.concatenate([np.diff(bound) for bound in bounds])
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    earlier = np.repeat(np.cumsum(counts) - counts, inner)  # (splits,) sets of the trees before
    sets = np.full(nodes, -1, np.int32)
    sets[at[category]] = (number + earlier)[category]
    return sets, (starts, _numbers(lines["cat_threshold"], np.uint64).astype(np.uint32))
