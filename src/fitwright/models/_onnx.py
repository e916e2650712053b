"""Trees summed by ONNX Runtime: bit for bit the sums of the arrays' own walk, in a fraction of the time."""

import os
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.models._onnx_model import Arrays, Doubles, Ints, Leaves, model_bytes, sums_of

ASKED = "FITWRIGHT_RUNTIME"
"""Environment variable: "numpy" leaves ONNX Runtime alone even where it is installed."""
NEEDED: Mapping[str, tuple[int, int]] = {"onnx": (1, 18), "onnxruntime": (1, 24)}
"""Libraries, and the first releases whose sums are right (onnxruntime 1.23 mistakes some nodes)."""
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
        self.leaves = Leaves.of(trees) if trees["value"].shape[1] > 1 else None
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
            self.outputs, parts = sums_of(self.trees)
            self._session = _session(
                model_bytes(self.trees, self.leaves.parts(self.trees) if self.leaves else parts)
            )

    def leave(self) -> None:
        """Never take any rows again."""
        self._price, self._session = np.inf, None

    def add(self, x: Doubles, total: Doubles) -> None:
        """Add to `total` (rows, outputs) what the trees with one value a leaf say of `x`; after `warm`.

        Parameters
        ----------
        x : (rows, columns), row by row in memory, with numbers that are exact in the thresholds' precision.
        """
        total[:, self.outputs] += self._run(x)

    def find(self, x: Doubles) -> Ints:
        """(trees, rows) the leaf of each row, where leaves hold several values; after `warm`."""
        if self.leaves is None:
            raise TypeError("Expected trees whose leaves hold several values; these are added up by `add`.")
        return self.leaves.read(self._run(x))

    def _run(self, x: Doubles) -> Doubles:
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
