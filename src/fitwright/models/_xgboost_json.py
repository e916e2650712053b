"""XGBoost's JSON, in which it writes its models, to arrays."""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.models._grown import Link
from fitwright.models._trees import Ints, Nodes, Trees, before32, in_single, packed


def read(text: str, link: Link, outputs: int) -> Trees:
    """The trees of a model that XGBoost itself has just written."""
    sizes = np.array([int(n) for n in re.findall(r'"num_nodes":"(\d+)"', text)], np.int64)
    roots = np.cumsum(sizes) - sizes  # (trees,)
    shift = np.repeat(roots, sizes)  # (nodes,)
    left, right = _joined(text, "left_children", np.int64), _joined(text, "right_children", np.int64)
    inner = left >= 0
    condition = _joined(text, "split_conditions", np.float32)
    children = np.where(inner[:, None], np.stack([left, right], axis=1) + shift[:, None], 0)
    missing = (_joined(text, "default_left", np.int64) > 0) & inner
    category = (_joined(text, "split_type", np.int64) == 1) & inner
    # a set lists what goes right; ours what goes to the first child
    children[category] = children[category, ::-1]
    missing[category] = ~missing[category]
    sets, packs = _sets(text, roots, category)
    feature = np.where(inner, _joined(text, "split_indices", np.int64), -1)
    threshold = np.where(category, np.float32(0), before32(condition))
    nodes, value = Nodes(feature, threshold, children, missing, sets), condition[~inner][:, None]
    trees = Trees.of(nodes, roots, value, np.zeros(outputs), _tree_outputs(text), packs)
    return in_single(trees, _begin(text, link, outputs))  # as the library adds them


def _tree_outputs(text: str) -> NDArray[np.int64]:
    return _numbers(_lists(text, "tree_info")[0], np.int64)


def _begin(text: str, link: Link, outputs: int) -> NDArray[np.float32]:
    """(outputs,) what sums begin with."""
    found = re.search(r'"base_score":"\[?([^"\]]*)\]?"', text)
    score = _numbers(found.group(1) if found else "0", np.float32)
    if link == "logistic":  # it stands there as a probability
        odds = np.float32(1) / score - np.float32(1)
        score = -np.log(odds.astype(np.float64)).astype(np.float32)
    return np.broadcast_to(score, (outputs,)).copy()


def _sets(
    text: str, roots: NDArray[np.int64], category: NDArray[np.bool_]
) -> tuple[Ints, tuple[Ints, NDArray[np.uint32]] | None]:
    """(nodes,) sets of codes, and what is in them."""
    if not category.any():
        return np.zeros(0, np.int32), None
    nodes = [_numbers(line, np.int64) for line in _lists(text, "categories_nodes")]
    at = np.concatenate([found + root for found, root in zip(nodes, roots, strict=True)])
    sizes = _joined(text, "categories_sizes", np.int64)
    sets = np.full(len(category), -1, np.int32)
    sets[at] = np.arange(len(at))
    return sets, packed(_joined(text, "categories", np.int64), sizes)


def _lists(text: str, name: str) -> list[str]:
    """What stands in the brackets behind `name`, tree after tree."""
    return re.findall(rf'"{name}":\[([^\]]*)\]', text)


def _joined(text: str, name: str, kind: Any) -> NDArray[Any]:
    return _numbers(",".join(found for found in _lists(text, name) if found), kind)


def _numbers(text: str, kind: Any) -> NDArray[Any]:
    return np.fromstring(text, kind, sep=",")
