"""CatBoost's JSON, in which it writes its models, to arrays.

Its questions about a category are "is it this one?" and "does the mean of the target there lie above this
border?".  Both are sets of codes: the tables behind the means are read once, every code is put on its side.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fitwright.models._trees import Ints, Nodes, Trees, packed

NAMELESS = "missing_"
"""The name of a missing category; as long as the others, for `hashed`."""


def name_of(code: int) -> str:
    """The name under which CatBoost is told of a code."""
    return f"{code:08d}"


class _Asked(NamedTuple):
    """What a level of a tree asks."""

    feature: int
    threshold: float
    missing: bool
    """Does NaN go to the first child?"""
    swapped: bool = False
    """Is the first child the one for yes?"""
    codes: NDArray[np.int64] | None = None
    """The codes that go to the first child, where it asks for a category."""


def read(text: str, codes: Mapping[int, int]) -> Trees:
    """The trees of a model that CatBoost itself has just written; `codes` is how many each category has."""
    model = json.loads(text)
    asked = list(_questions(model, codes))
    depths = np.array([len(tree.get("splits") or ()) for tree in model["oblivious_trees"]], np.int64)
    number = np.concatenate([_heap(tree) for tree in model["oblivious_trees"]])  # (nodes,) of the question
    inner, sizes = number >= 0, 2 ** (depths + 1) - 1
    roots = np.cumsum(sizes) - sizes
    place = np.arange(len(number)) - np.repeat(roots, sizes)
    second = 2 * place + 2 + np.repeat(roots, sizes)
    children = np.where(inner[:, None], np.stack([second - 1, second], axis=1), 0)
    swapped = inner & _by_node(asked, "swapped", number, bool)
    children[swapped] = children[swapped, ::-1]
    sets, packs = _sets(asked, number)
    scale, bias = model["scale_and_bias"]
    base = np.atleast_1d(np.array(bias, np.float64))
    value = np.concatenate([tree["leaf_values"] for tree in model["oblivious_trees"]]).astype(np.float64)
    feature = np.where(inner, _by_node(asked, "feature", number, np.int64), -1)
    threshold = _by_node(asked, "threshold", number, np.float32)
    nodes = Nodes(feature, threshold, children, _by_node(asked, "missing", number, bool), sets)
    return Trees.of(nodes, roots, value.reshape(-1, len(base)) * scale, base, packs=packs)


def _heap(tree: Mapping[str, Any]) -> NDArray[np.int64]:
    """(nodes,) the question of each node, level by level from the root, below 0 in the leaves.

    The last split is the root: its answer is the highest bit of a leaf's number.
    """
    splits = [split["split_index"] for split in tree.get("splits") or ()]
    levels = [np.full(2**i, asked) for i, asked in enumerate(reversed(splits))]
    return np.concatenate([*levels, np.full(2 ** len(splits), -1)])


def _by_node(asked: list[_Asked], name: str, number: NDArray[np.int64], kind: Any) -> NDArray[Any]:
    """(nodes,) what each node's question says; anything in leaves."""
    values = np.array([getattr(question, name) for question in asked] or [0], kind)
    return values[number]


def _sets(
    asked: list[_Asked], number: NDArray[np.int64]
) -> tuple[Ints, tuple[Ints, NDArray[np.uint32]] | None]:
    """(nodes,) sets of the questions that are asked at all, and what is in them."""
    used = [i for i in np.unique(number[number >= 0]) if asked[i].codes is not None]
    if not used:
        return np.zeros(0, np.int32), None
    of = np.full(len(asked) + 1, -1, np.int32)  # the last entry is for leaves
    of[used] = np.arange(len(used))
    lists = [codes for i in used if (codes := asked[i].codes) is not None]
    return of[number], packed(np.concatenate(lists), np.array([len(codes) for codes in lists]))


def _questions(model: Mapping[str, Any], codes: Mapping[int, int]) -> Iterator[_Asked]:
    """All that the model can ask, in the order of its split indices."""
    known = model["features_info"]
    for feature in known.get("float_features") or ():
        at = feature["flat_feature_index"]
        for border in feature["borders"]:
            yield _Asked(at, border, missing=feature["nan_value_treatment"] != "AsTrue")
    flat = [feature["flat_feature_index"] for feature in known.get("categorical_features") or ()]
    hashes = [hashed(codes[at]) for at in flat]
    for place, feature in enumerate(known.get("categorical_features") or ()):
        for value in feature.get("values") or ():
            yield _category(flat[place], hashes[place] == value, unseen=False)
    for ctr in known.get("ctrs") or ():
        place = ctr["elements"][0]["cat_feature_index"]
        means, empty = _means(ctr, model["ctr_data"][ctr["identifier"]], hashes[place])
        for border in np.array(ctr["borders"], np.float32):
            yield _category(flat[place], means > border, unseen=bool(empty > border))


def _category(feature: int, yes: NDArray[np.bool_], unseen: bool) -> _Asked:
    """A question that is answered with yes by some codes; `yes` begins with the missing one.

    Codes that were not there go to the second child, and so does the answer they get.
    """
    first = ~yes if unseen else yes
    return _Asked(feature, 0.0, bool(first[0]), not unseen, np.flatnonzero(first[1:]))


def _means(
    ctr: Mapping[str, Any], table: Mapping[str, Any], hashes: NDArray[np.int64]
) -> tuple[NDArray[np.float32], np.float32]:
    """What a statistic is for each code, and where the code was not there; in single precision as there."""
    stride, flat = table["hash_stride"], table["hash_map"]
    place = {int(key): row for row, key in enumerate(flat[::stride])}
    found = np.array([place.get(key, -1) for key in _keys(hashes)])  # (codes,)
    counts = np.array([flat[i::stride] for i in range(1, stride)], np.int64).T  # (rows of the table, classes)
    counts = np.vstack([counts, np.zeros_like(counts[:1])])[found]
    if ctr["ctr_type"] == "Counter":
        good, total = counts[:, 0], np.full(len(counts), table["counter_denominator"])
        none = (0, table["counter_denominator"])
    else:  # Borders: how often the target lay above one
        good, total = counts[:, ctr["target_border_idx"] + 1 :].sum(axis=1), counts.sum(axis=1)
        none = (0, 0)
    means = _mean(ctr, np.append(good, none[0]), np.append(total, none[1]))
    return means[:-1], means[-1]


def _mean(ctr: Mapping[str, Any], good: NDArray[np.int64], total: NDArray[np.int64]) -> NDArray[np.float32]:
    single = np.float32
    share = (good.astype(single) + single(ctr["prior_numerator"])) / (
        total.astype(single) + single(ctr["prior_denomerator"])
    )
    return (share + single(ctr["shift"])) * single(ctr["scale"])


def hashed(count: int) -> NDArray[np.int64]:
    """(1 + count,) CatBoost's hashes of the missing category and of the names of the codes.

    It hashes names with the first CityHash (Pike and Alakuijala, 2011); for eight letters that is one mixing
    of both halves, of which it keeps the lower 32 bits as a signed number.
    """
    names = "".join([NAMELESS, *map(name_of, range(count))]).encode("ascii")
    low, high = np.frombuffer(names, "<u4").reshape(-1, 2).T.astype(np.uint64)
    factor = np.uint64(0x9DDFEA08EB382D69)
    low = (low << np.uint64(3)) + np.uint64(8)
    a = (low ^ high) * factor
    a ^= a >> np.uint64(47)
    b = (high ^ a) * factor
    b ^= b >> np.uint64(47)
    return (b * factor).astype(np.uint32).view(np.int32).astype(np.int64)


def _keys(hashes: NDArray[np.int64]) -> list[int]:
    """The keys of its tables, which may be of several categories at once; here of one."""
    factor = np.uint64(0x4906BA494954CB65)
    return [int(key) for key in factor * (factor * hashes.astype(np.uint64))]
