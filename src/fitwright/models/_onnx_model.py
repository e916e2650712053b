"""Trees as an ONNX model: `TreeEnsemble` nodes, written with the classes of `onnx`."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]
ML_OPSET, OPSET, IR = 5, 21, 10
AT_MOST, MEMBER = 0, 6
"""How a node decides, in ONNX's numbers: by <=, or by membership in a set."""
NO_CODE = -1.0
"""A member of sets that have none; no row holds it."""
EXACT = 52
"""Bits of a whole number that a sum of doubles keeps for certain."""


class Part(NamedTuple):
    """Trees whose values go into one sum: the runtime walks such a sum several times as fast as many at once.

    `trees` are positions; `weight` is (leaves,), for the leaves of all trees; `begin` is what the sum begins
    with, where that is not 0.
    """

    trees: Ints
    weight: Doubles
    begin: float | None = None


class Leaves(NamedTuple):
    """How the leaves of several trees are told in one sum: each tree has some bits of it.

    All are (trees,): the sum, the lowest bit, as many ones as there are bits, and the tree's first leaf.
    """

    sum: Ints
    shift: Ints
    mask: Ints
    begin: Ints

    @classmethod
    def of(cls, trees: Arrays) -> "Leaves":
        """As few sums as will do."""
        counts = np.bincount(_tree_of(trees)[trees["feature"] < 0], minlength=len(trees["roots"]))
        bits = np.maximum(1, np.ceil(np.log2(counts))).astype(np.int64)
        sum_, shift = np.zeros_like(bits), np.zeros_like(bits)
        for tree in range(1, len(bits)):
            end = shift[tree - 1] + bits[tree - 1]
            fits = end + bits[tree] <= EXACT
            sum_[tree], shift[tree] = sum_[tree - 1] + (not fits), end if fits else 0
        return cls(sum_, shift, (1 << bits) - 1, np.cumsum(counts) - counts)

    def parts(self, trees: Arrays) -> list[Part]:
        """What the sums are made of."""
        tree = _tree_of(trees)[trees["feature"] < 0]
        weight = ((np.arange(len(tree)) - self.begin[tree]) << self.shift[tree]).astype(np.float64)
        return [Part(np.flatnonzero(self.sum == one), weight) for one in range(int(self.sum[-1]) + 1)]

    def read(self, sums: NDArray[np.floating[Any]]) -> Ints:
        """(trees, rows) the leaves that (rows, sums) tell."""
        told = sums.T.astype(np.int64)[self.sum]
        return ((told >> self.shift[:, None]) & self.mask[:, None]) + self.begin[:, None]


def sums_of(trees: Arrays) -> tuple[Ints, list[Part]]:
    """The outputs that trees with one value a leaf add to, and what is added to each."""
    outputs, weight = np.unique(trees["output"]), trees["value"][:, 0].astype(np.float64)
    begins = [float(trees["begin"][one]) if len(trees["begin"]) else None for one in outputs]
    mine = [np.flatnonzero(trees["output"] == one) for one in outputs]
    return outputs, [Part(part, weight, begin) for part, begin in zip(mine, begins, strict=True)]


def model_bytes(trees: Arrays, parts: list[Part], kind: np.dtype[Any]) -> bytes:
    """An ONNX model from "x" (rows, columns) to "y" (rows, parts), in this precision."""
    from onnx import TensorProto, helper

    nodes, flat = [], _Flat.of(trees)
    for number, part in enumerate(parts):
        node = helper.make_node("TreeEnsemble", ["x"], [f"y{number}"], domain="ai.onnx.ml")
        told = _attributes(flat, part, trees)
        node.attribute.extend([_attribute(name, value, kind) for name, value in told.items()])
        nodes.append(node)
    nodes.append(helper.make_node("Concat", [f"y{number}" for number in range(len(parts))], ["y"], axis=1))
    type_ = TensorProto.FLOAT if kind == np.float32 else TensorProto.DOUBLE
    graph = helper.make_graph(
        nodes,
        "trees",
        [helper.make_tensor_value_info("x", type_, ["rows", "columns"])],
        [helper.make_tensor_value_info("y", type_, ["rows", len(parts)])],
    )
    opsets = [helper.make_opsetid("ai.onnx.ml", ML_OPSET), helper.make_opsetid("", OPSET)]
    made: bytes = helper.make_model(graph, ir_version=IR, opset_imports=opsets).SerializeToString()
    return made


class _Flat(NamedTuple):
    """What the nodes of all trees say, (nodes,) each; in leaves some of it means nothing."""

    feature: Ints
    threshold: Doubles
    children: Ints
    sets: Ints
    missing: Ints
    leaf: Ints
    """Numbers of leaves."""
    begins: Ints
    """(trees + 1,) where each tree begins, and where the last one ends."""

    @classmethod
    def of(cls, trees: Arrays) -> "_Flat":
        feature = trees["feature"].astype(np.int64)
        at = np.flatnonzero(feature >= 0)
        first = trees["first"] if len(trees["first"]) else at + 1
        bits = np.unpackbits(trees["missing"], count=len(at)) if len(trees["missing"]) else 0
        return cls(
            feature,
            _spread(feature, at, trees["threshold"], np.float64),
            _spread(feature, at, np.stack([first, trees["second"]], axis=1), np.int64),
            _spread(feature, at, trees["sets"] if len(trees["sets"]) else -1, np.int64),
            _spread(feature, at, bits, np.int64),
            np.cumsum(feature < 0) - 1,
            np.append(trees["roots"], len(feature)).astype(np.int64),
        )


def _spread(feature: Ints, at: NDArray[np.intp], values: Any, kind: Any) -> NDArray[Any]:
    """(nodes, ...) the values of inner nodes at their places."""
    spread = np.zeros((len(feature), *np.shape(values)[1:]), kind)
    spread[at] = values
    return spread


def _tree_of(trees: Arrays) -> Ints:
    """(nodes,) the tree of each node."""
    return np.searchsorted(trees["roots"], np.arange(len(trees["feature"])), side="right") - 1


def _attributes(flat: _Flat, part: Part, trees: Arrays) -> dict[str, Any]:
    """What a node is told of its trees: integers as lists, numbers as tensors."""
    begins, sizes = flat.begins[part.trees], np.diff(flat.begins)[part.trees]
    starts = np.cumsum(sizes) - sizes  # (trees,) where each begins among the nodes of this part
    shift = np.repeat(starts - begins, sizes)
    nodes = np.arange(sizes.sum()) - shift
    inner = flat.feature[nodes] >= 0
    number = np.where(inner, np.cumsum(inner), np.cumsum(~inner)) - 1  # (nodes,) among its own kind
    at = nodes[inner]
    child = flat.children[at] + shift[inner, None]
    sets, weight = flat.sets[at], part.weight[flat.leaf[nodes[~inner]]]
    # A tree that is one leaf gets a question with two answers: that leaf, and a copy of it.
    alone = np.flatnonzero(~inner[starts])
    leaf, roots = number[starts[alone]], number[starts]
    roots[alone] = len(at) + np.arange(len(alone))
    if part.begin is not None:  # what sums begin with is such a tree, the first one
        leaf, weight = np.append(leaf, len(weight)), np.append(weight, part.begin)
        roots = np.append(len(at) + len(alone), roots)
    asks, leads = np.zeros(len(leaf), np.int64), np.ones(len(leaf), np.int64)
    told = {
        "n_targets": 1,
        "tree_roots": roots,
        "nodes_featureids": np.append(flat.feature[at], asks),
        "nodes_splits": np.append(np.where(sets < 0, flat.threshold[at], 0.0), asks),
        "nodes_modes": np.append(np.where(sets < 0, AT_MOST, MEMBER), asks).astype(np.uint8),
        "nodes_truenodeids": np.append(number[child[:, 0]], leaf),
        "nodes_trueleafs": np.append(~inner[child[:, 0]], leads),
        "nodes_falsenodeids": np.append(number[child[:, 1]], len(weight) + np.arange(len(leaf))),
        "nodes_falseleafs": np.append(~inner[child[:, 1]], leads),
        "nodes_missing_value_tracks_true": np.append(flat.missing[at], asks),
        "leaf_targetids": np.zeros(len(weight) + len(leaf), np.int64),
        "leaf_weights": np.append(weight, weight[leaf]),
    }
    members = _members(trees, sets[sets >= 0])
    return {**told, "membership_values": members} if len(members) else told


def _members(trees: Arrays, asked: Ints) -> Doubles:
    """The codes of the sets that are asked for, in that order, a NaN behind each set."""
    if not len(asked):
        return np.zeros(0)
    known = {}
    for one in np.unique(asked).tolist():
        words = trees["words"][trees["starts"][one] : trees["starts"][one + 1]]
        bits = np.unpackbits(words.astype("<u4").view(np.uint8), bitorder="little")
        codes = np.flatnonzero(bits).astype(np.float64)
        known[one] = np.append(codes if len(codes) else NO_CODE, np.nan)
    return np.concatenate([known[one] for one in asked.tolist()])


def _attribute(name: str, value: Any, kind: np.dtype[Any]) -> Any:
    """Numbers are told in this precision."""
    from onnx import AttributeProto, numpy_helper

    told = AttributeProto()
    told.name = name
    if isinstance(value, int):
        told.type, told.i = AttributeProto.INT, value
    elif value.dtype.kind == "f" or value.dtype == np.uint8:
        told.type = AttributeProto.TENSOR
        exact = value.astype(kind) if value.dtype.kind == "f" else value
        told.t.CopyFrom(numpy_helper.from_array(exact, name))
    else:
        told.type = AttributeProto.INTS
        told.ints.extend(value.astype(np.int64).tolist())
    return told
