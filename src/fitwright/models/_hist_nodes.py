"""The trees of scikit-learn's histogram boosting, and its way with columns, to arrays."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Index
from fitwright.models._job import Job
from fitwright.models._trees import Ints, Nodes, Trees, packed

BINS = 255
"""Values of a column that are told apart; a category with more levels is taken as a number."""
LARGE = 1e300
"""Numbers beyond it are taken as this."""


class Codes(NamedTuple):
    """Columns as the library has them: categories first, their codes counted without gaps.

    Attributes
    ----------
    order : (columns,) the position of each in the table.
    levels : the codes that are there, for each category.
    """

    order: Index
    levels: list[NDArray[np.int64]]

    def ordered(self, x: Floats) -> Floats:
        """(rows, columns): unseen codes are missing, a column without any value is 0."""
        made = np.clip(x[:, self.order], -LARGE, LARGE)
        for column, known in enumerate(self.levels):
            at = np.searchsorted(known, made[:, column]).clip(max=len(known) - 1)
            made[:, column] = np.where(known[at] == made[:, column], at, np.nan)
        made[:, np.isnan(made).all(axis=0)] = 0.0
        return made


def codes_of(job: Job) -> Codes:
    """The order of columns for this job, and its codes; a category with too many levels is a number."""
    found = [(column, np.unique(job.x[:, column])) for column in job.categories]
    levels = [(column, known[~np.isnan(known)].astype(np.int64)) for column, known in found]
    few = [(column, known) for column, known in levels if 0 < len(known) <= BINS]
    first = [column for column, _ in few]
    rest = [column for column in range(job.x.shape[1]) if column not in first]
    return Codes(np.array([*first, *rest], np.intp), [known for _, known in few])


def read(core: Any, codes: Codes, rounds: int, outputs: int) -> Trees:
    """The trees that the library has grown in its first rounds."""
    grown = [tree for trees in core._predictors[:rounds] for tree in trees]
    sizes = np.array([len(tree.nodes) for tree in grown])
    roots = np.cumsum(sizes) - sizes
    node = np.concatenate([tree.nodes for tree in grown])
    inner = node["is_leaf"] == 0
    children = np.stack([node["left"], node["right"]], axis=1).astype(np.int64)
    children = np.where(inner[:, None], children + np.repeat(roots, sizes)[:, None], 0)
    category = inner & (node["is_categorical"] > 0)
    missing = inner & (node["missing_go_to_left"] > 0)
    # what is not in a set goes to the second child, so that is where unknown codes shall go
    turned = category & missing
    children[turned] = children[turned, ::-1]
    sets, packs = _sets(grown, node, category, turned, codes)
    feature = np.where(inner, codes.order[np.where(inner, node["feature_idx"], 0)], -1)
    all_ = Nodes(feature, np.where(category, 0.0, node["num_threshold"]), children, missing & ~category, sets)
    base = np.asarray(core._baseline_prediction, np.float64).ravel()
    return Trees.of(all_, roots, node["value"][~inner][:, None], base, np.arange(len(grown)) % outputs, packs)


def _sets(
    grown: list[Any],
    node: NDArray[Any],
    category: NDArray[np.bool_],
    turned: NDArray[np.bool_],
    codes: Codes,
) -> tuple[Ints, tuple[Ints, NDArray[np.uint32]] | None]:
    """(nodes,) sets of codes, and what is in them."""
    at = np.flatnonzero(category)
    if not len(at):
        return np.zeros(0, np.int32), None
    bits = np.concatenate(
        [tree.raw_left_cat_bitsets for tree in grown]
    )  # (sets, 8) in the order of the trees
    counts = [len(tree.raw_left_cat_bitsets) for tree in grown]
    begins = np.repeat(np.cumsum(counts) - counts, [len(tree.nodes) for tree in grown])
    held = []
    for place in at:
        known = codes.levels[node["feature_idx"][place]]
        words = bits[begins[place] + node["bitset_idx"][place]]
        places = np.arange(len(known))
        left = (words[places >> 5] >> (places & 31).astype(np.uint32)) & 1 > 0
        held.append(known[left != turned[place]])
    sets = np.full(len(node), -1, np.int32)
    sets[at] = np.arange(len(at))
    return sets, packed(np.concatenate(held), np.array([len(one) for one in held]))
