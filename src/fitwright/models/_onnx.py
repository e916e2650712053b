"""Trees summed by ONNX Runtime: bit for bit the sums of the arrays' own walk, in a fraction of the time."""

import os
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

Arrays = Mapping[str, NDArray[Any]]
Doubles = NDArray[np.float64]
ASKED = "FITWRIGHT_RUNTIME"
"""Environment variable: "numpy" leaves ONNX Runtime alone even where it is installed."""
NEEDED: Mapping[str, tuple[int, int]] = {"onnx": (1, 18), "onnxruntime": (1, 24)}
"""Libraries, and the first releases whose sums are right (onnxruntime 1.23 mistakes some nodes)."""
ML_OPSET, OPSET, IR = 5, 21, 10
AT_MOST, MEMBER = 0, 6
"""How a node decides, in ONNX's numbers: by <=, or by membership in a set."""
NO_CODE = -1.0
"""A member of sets that have none; no row holds it."""
DEEPEST, NODES, MEMBERS = 400, 20_000_000, 50_000_000
"""Trees deeper than this, or larger in all, stay with NumPy."""
PROBES = 64
"""Rows on which a new runtime is tried."""
READY, READY_NODE = 0.1, 2e-6
"""About how many seconds getting ready takes: always, and for each node."""
CALL, WALK = 1e-4, 5e-8
"""About how many seconds the walk with NumPy takes: a call, and a row through a tree."""


@cache
def installed() -> bool:
    """Are the libraries there, and wanted?"""
    if os.environ.get(ASKED, "") == "numpy":
        return False
    try:
        return all(_release(version(name)) >= least for name, least in NEEDED.items())
    except PackageNotFoundError:
        return False


def _release(said: str) -> tuple[int, int]:
    """(1, 23) from "1.23.2"."""
    first, second = [*said.split("."), "0"][:2]
    return int(first), int("".join(filter(str.isdigit, second)) or 0)


class Runtime:
    """Sums over trees; it gets ready when the walks so far would have paid for that.

    Where leaves hold one value it adds them up, in the order of the trees.  Where they hold several, which
    ONNX has no word for, it only tells the leaves.

    Parameters
    ----------
    trees : arrays by name, checked, as `Trees` has them.
    """

    def __init__(self, trees: Arrays):
        self.trees = trees
        self.tells_leaves = trees["value"].shape[1] > 1
        nodes = len(trees["feature"])
        fits = installed() and can_take(trees)
        self._price = READY + READY_NODE * nodes if fits else np.inf
        self._walked = 0.0
        self._session: Any = None
        self.trusted = False

    def __getstate__(self) -> dict[str, Any]:
        # a session cannot be copied; it is made again on use, and tried again
        return {**vars(self), "_session": None, "trusted": False}

    def takes(self, rows: int) -> bool:
        """Is it ready for so many rows more?  Then `run` is quicker than walking."""
        if self._session is None and self._price < np.inf:
            self._walked += CALL + WALK * rows * len(self.trees["roots"])
            if self._walked >= self._price:
                self.warm()
        return self._session is not None

    def warm(self) -> None:
        """Get ready now, where that can be."""
        if self._session is None and self._price < np.inf:
            self._session = _session(model_bytes(self.trees))

    def leave(self) -> None:
        """Never take any rows again."""
        self._price, self._session = np.inf, None

    def run(self, x: Doubles) -> Doubles:
        """(rows, outputs) sums without the base, or (rows, trees) numbers of leaves; after `warm`.

        Parameters
        ----------
        x : (rows, columns), row by row in memory, with numbers that are exact in the thresholds' precision.
        """
        found: Doubles = self._session.run(None, {"x": x})[0]
        return found


def probes(trees: Arrays, columns: int) -> Doubles:
    """(PROBES, columns) rows at the trees' own thresholds and a little above, with codes and gaps."""
    rng, at = np.random.default_rng(0), np.flatnonzero(trees["feature"] >= 0)
    x = rng.normal(0, 3, (PROBES, columns)).round()  # whole, as codes are
    node = rng.integers(0, len(at), (PROBES, 4 * columns))
    value = trees["threshold"][node]
    with np.errstate(over="ignore"):  # above the greatest number there is infinity, which is clipped
        above = np.nextafter(value, value.dtype.type(np.inf))
    value = np.where(rng.random(node.shape) < 0.5, value, above)
    if len(trees["sets"]):
        most = 32 * len(trees["words"]) + 2
        value = np.where(trees["sets"][node] < 0, value, rng.integers(0, min(most, 4096), node.shape))
    x[np.arange(PROBES)[:, None], trees["feature"][at[node]]] = value
    x[rng.random(x.shape) < 0.1] = np.nan
    return x


def can_take(trees: Arrays) -> bool:
    """Is there something to ask, and not more than the runtime takes well?"""
    feature = trees["feature"]
    if not (feature >= 0).any() or len(feature) > NODES or len(trees["value"]) > NODES:
        return False
    if len(trees["sets"]):
        sizes = np.diff(trees["starts"])[trees["sets"][trees["sets"] >= 0]]
        if 32 * int(sizes.sum()) > MEMBERS:
            return False
    return _depth(trees) <= DEEPEST


def _depth(trees: Arrays) -> int:
    """Levels below the roots, counted up to one more than DEEPEST."""
    inner = trees["feature"] >= 0
    number = np.cumsum(inner) - 1
    first = _first(trees, np.flatnonzero(inner))
    level, depth = trees["roots"], 0
    while depth <= DEEPEST and len(level := level[inner[level]]):
        at = number[level]
        level, depth = np.concatenate([first[at], trees["second"][at]]), depth + 1
    return depth


def _first(trees: Arrays, at: NDArray[np.intp]) -> NDArray[Any]:
    """(inner nodes,) the first children."""
    return trees["first"] if len(trees["first"]) else at + 1


def _session(model: bytes) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # the order of adding is part of the sum
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def model_bytes(trees: Arrays) -> bytes:
    """The trees as an ONNX model of one node, `TreeEnsemble` in double precision."""
    from onnx import TensorProto, helper

    attributes, targets = _attributes(trees)
    node = helper.make_node("TreeEnsemble", ["x"], ["y"], domain="ai.onnx.ml")
    node.attribute.extend([_attribute(name, value) for name, value in attributes.items()])
    columns = int(trees["feature"].max()) + 1
    graph = helper.make_graph(
        [node],
        "trees",
        [helper.make_tensor_value_info("x", TensorProto.DOUBLE, ["rows", f"at least {columns}"])],
        [helper.make_tensor_value_info("y", TensorProto.DOUBLE, ["rows", targets])],
    )
    opsets = [helper.make_opsetid("ai.onnx.ml", ML_OPSET), helper.make_opsetid("", OPSET)]
    made: bytes = helper.make_model(graph, ir_version=IR, opset_imports=opsets).SerializeToString()
    return made


def _attributes(trees: Arrays) -> tuple[dict[str, Any], int]:
    """What the node is told: integers as lists, numbers as tensors; and how many targets there are."""
    inner = trees["feature"] >= 0
    at, roots = np.flatnonzero(inner), trees["roots"]
    number = np.where(inner, np.cumsum(inner), np.cumsum(~inner)) - 1  # (nodes,) among its own kind
    first, second = _first(trees, at), trees["second"]
    sets = trees["sets"] if len(trees["sets"]) else np.full(len(at), -1)
    bits = np.unpackbits(trees["missing"], count=len(at)) if len(trees["missing"]) else np.zeros(len(at), int)
    target, weight, targets = _leaves(trees, inner)
    # A tree that is one leaf gets a question with two answers: that leaf, and a copy of it.
    alone = np.flatnonzero(~inner[roots])
    leaf, copy, asks = number[roots[alone]], len(target) + np.arange(len(alone)), np.zeros(len(alone), int)
    begins = number[roots]
    begins[alone] = len(at) + np.arange(len(alone))
    leads = np.ones(len(alone), int)
    told = {
        "n_targets": targets,
        "tree_roots": begins,
        "nodes_featureids": np.append(trees["feature"][at], asks),
        "nodes_splits": np.append(np.where(sets < 0, trees["threshold"], 0), asks).astype(np.float64),
        "nodes_modes": np.append(np.where(sets < 0, AT_MOST, MEMBER), asks).astype(np.uint8),
        "nodes_truenodeids": np.append(number[first], leaf),
        "nodes_trueleafs": np.append(~inner[first], leads),
        "nodes_falsenodeids": np.append(number[second], copy),
        "nodes_falseleafs": np.append(~inner[second], leads),
        "nodes_missing_value_tracks_true": np.append(bits, asks),
        "leaf_targetids": np.append(target, target[leaf]),
        "leaf_weights": np.append(weight, weight[leaf]).astype(np.float64),
    }
    members = _members(trees, sets[sets >= 0])
    return ({**told, "membership_values": members} if len(members) else told), targets


def _leaves(trees: Arrays, inner: NDArray[np.bool_]) -> tuple[NDArray[Any], NDArray[Any], int]:
    """(leaves,) what each adds to, (leaves,) what it adds, and how many sums there are."""
    count = len(trees["value"])
    tree = np.searchsorted(trees["roots"], np.flatnonzero(~inner), side="right") - 1
    if trees["value"].shape[1] > 1:
        return tree, np.arange(count), len(trees["roots"])
    return trees["output"][tree], trees["value"][:, 0], len(trees["base"])


def _members(trees: Arrays, asked: NDArray[Any]) -> Doubles:
    """The codes of the sets that are asked for, in that order, a NaN behind each set."""
    if not len(asked):
        return np.zeros(0)
    bits = np.unpackbits(trees["words"].astype("<u4").view(np.uint8), bitorder="little")
    known = {}
    for one in np.unique(asked).tolist():
        begin, end = trees["starts"][one : one + 2].astype(np.int64)
        codes = np.flatnonzero(bits[32 * begin : 32 * end]).astype(np.float64)
        known[one] = np.append(codes if len(codes) else NO_CODE, np.nan)
    return np.concatenate([known[one] for one in asked.tolist()])


def _attribute(name: str, value: Any) -> Any:
    from onnx import AttributeProto, numpy_helper

    told = AttributeProto()
    told.name = name
    if isinstance(value, int):
        told.type, told.i = AttributeProto.INT, value
    elif value.dtype.kind == "f" or value.dtype == np.uint8:
        told.type = AttributeProto.TENSOR
        told.t.CopyFrom(numpy_helper.from_array(value, name))
    else:
        told.type = AttributeProto.INTS
        told.ints.extend(value.astype(np.int64).tolist())
    return told
