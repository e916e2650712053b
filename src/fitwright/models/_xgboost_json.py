"""XGBoost's JSON, in which it writes its models, to arrays."""

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.models._grown import Link
from fitwright.models._trees import Trees, below, packed


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
    sets, starts, words = _sets(text, roots, category)
    return Trees(
        feature=np.where(inner, _joined(text, "split_indices", np.int64), -1).astype(np.int32),
        threshold=np.where(inner & ~category, below(condition), 0.0),
        children=children.astype(np.int32),
        missing=missing,
        roots=roots.astype(np.int32),
        value=condition[~inner].astype(np.float64)[:, None],
        output=_numbers(_first(text, "tree_info"), np.int32),
        base=_base(text, link, outputs),
        sets=sets,
        starts=starts,
        words=words,
    )


def _base(text: str, link: Link, outputs: int) -> NDArray[np.float64]:
    found = re.search(r'"base_score":"\[?([^"\]]*)\]?"', text)
    score = _numbers(found.group(1) if found else "0", np.float64)
    if link == "logistic":  # it stands there as a probability
        score = np.log(score) - np.log1p(-score)
    return np.broadcast_to(score, (outputs,)).copy()


def _sets(
    text: str, roots: NDArray[np.int64], category: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint32]]:
    """The sets of codes in the order of their nodes."""
    none = np.zeros(0, np.int32)
    if not category.any():
        return none, none, np.zeros(0, np.uint32)
    nodes = [_numbers(line, np.int64) for line in _lists(text, "categories_nodes")]
    at = np.concatenate([found + root for found, root in zip(nodes, roots, strict=True)])
    sizes = _joined(text, "categories_sizes", np.int64)
    sets = np.full(len(category), -1, np.int32)
    sets[at] = np.arange(len(at))
    starts, words = packed(_joined(text, "categories", np.int64), sizes)
    return sets, starts, words


def _lists(text: str, name: str) -> list[str]:
    """What stands in the brackets behind `name`, tree after tree."""
    return re.findall(rf'"{name}":\[([^\]]*)\]', text)


def _first(text: str, name: str) -> str:
    return _lists(text, name)[0]


def _joined(text: str, name: str, kind: Any) -> NDArray[Any]:
    return _numbers(",".join(found for found in _lists(text, name) if found), kind)


def _numbers(text: str, kind: Any) -> NDArray[Any]:
    return np.fromstring(text, kind, sep=",")
