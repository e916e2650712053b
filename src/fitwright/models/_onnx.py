"""Trees summed by ONNX Runtime: bit for bit the sums of the arrays' own walk, in a fraction of the time."""

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from fitwright.models._adding import add
from fitwright.models._onnx_model import Arrays, Leaves, model_bytes, sums_of
from fitwright.models._quick import Quick, Reals, installed

NEEDED = (("onnx", (1, 18)), ("onnxruntime", (1, 24)))
"""Libraries, and the first releases whose sums are right (onnxruntime 1.23 mistakes some nodes)."""
DEEPEST, NODES, MEMBERS = 400, 20_000_000, 50_000_000
"""Trees deeper than this, or larger in all, stay with NumPy."""
READY, READY_NODE = 0.1, 2e-6
"""About how many seconds getting ready takes: always, and for each node."""
CALL, WALK = 1e-4, 5e-8
"""About how many seconds the walk with NumPy takes: a call, and a row through a tree."""


class Runtime(Quick):
    """Sums over trees by ONNX Runtime.

    Where leaves hold one value it adds them up, in the order of the trees and in the precision of their sums.
    Where they hold several, which ONNX has no word for, it only tells the leaves.

    Parameters
    ----------
    trees : arrays by name, checked, as `Trees` has them.
    """

    name: ClassVar[str] = "ONNX Runtime"
    rows: ClassVar[int] = 2048
    probes: ClassVar[int] = 64

    def __init__(self, trees: Arrays):
        fits = installed(*NEEDED) and can_take(trees)
        super().__init__(READY + READY_NODE * len(trees["feature"]) if fits else np.inf)
        self.trees = trees
        single, value = len(trees["begin"]) > 0, trees["value"]
        adds = value.shape[1] == 1 and (not single or trees["threshold"].dtype == np.float32)
        self.leaves = None if adds else Leaves.of(trees)
        self.kind = np.dtype(np.float32 if adds and single else np.float64)
        """The precision in which it works."""

    def cost(self, rows: int) -> float:
        return CALL + WALK * rows * len(self.trees["roots"])

    def made(self) -> Any:
        self.outputs, parts = sums_of(self.trees)
        parts = self.leaves.parts(self.trees) if self.leaves else parts
        return _session(model_bytes(self.trees, parts, self.kind))

    def sums(self, x: Reals, total: Reals) -> Reals:
        exact = np.ascontiguousarray(x.astype(self.trees["threshold"].dtype), self.kind)
        found = self._run(exact)
        if self.leaves is None:
            total[:, self.outputs] = found
        else:
            add(self.trees["value"], total, self.leaves.read(found), self.trees["output"])
        return total

    def _run(self, x: Reals) -> Reals:
        """(rows, parts) for `x` (rows, columns), row by row in memory."""
        found: Reals = self._ready.run(None, {"x": x})[0]
        return found


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
