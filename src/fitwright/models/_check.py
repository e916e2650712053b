"""Whether arrays are trees that can be walked: nothing points out of range, nothing turns back."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import Damaged

Arrays = dict[str, NDArray[Any]]
SHAPES: Mapping[str, tuple[tuple[str, ...], int]] = {
    "feature": (("int16", "int32"), 1),
    "threshold": (("float32", "float64"), 1),
    "first": (("int32",), 1),
    "second": (("int32",), 1),
    "missing": (("uint8",), 1),
    "roots": (("int32",), 1),
    "value": (("float32", "float64"), 2),
    "output": (("int32",), 1),
    "base": (("float64",), 1),
    "begin": (("float32",), 1),
    "scale": (("float64",), 1),
    "sets": (("int32",), 1),
    "starts": (("int32",), 1),
    "words": (("uint32",), 1),
}
"""The types that an array may have, and its dimensions."""
LATER = ("begin", "scale")
"""Arrays that the first files have not."""


def check(arrays: Mapping[str, Any], columns: int) -> Arrays:
    """The arrays, where they are trees for tables of so many columns; see `Trees` for what each holds.

    Raises
    ------
    Damaged
        An array is missing, has another type or shape, or points out of range.
    """
    given = {**{name: np.zeros(0, SHAPES[name][0][0]) for name in LATER}, **arrays}
    found = {name: _typed(name, given.get(name)) for name in SHAPES}
    inner = np.flatnonzero(found["feature"] >= 0)
    nodes = len(found["feature"])
    _sizes(found, len(inner), nodes - len(inner))
    _demand(bool((found["feature"] < columns).all()), f"features below {columns}")
    _demand(bool(np.isfinite(found["threshold"]).all()), "finite thresholds")
    first = found["first"] if len(found["first"]) else inner + 1
    _shape(np.stack([first, found["second"]], axis=1), inner, found["roots"], nodes)
    _categories(found)
    return found


def _typed(name: str, array: Any) -> NDArray[Any]:
    kinds, dimensions = SHAPES[name]
    right = isinstance(array, np.ndarray) and array.dtype.name in kinds and array.ndim == dimensions
    _demand(right, f"{name!r} as an array of {' or '.join(kinds)} in {dimensions} dimensions")
    return np.ascontiguousarray(array)


def _sizes(found: Arrays, inner: int, leaves: int) -> None:
    """All arrays of inner nodes are equally long, and so on."""
    outputs, value = len(found["base"]), found["value"]
    _demand(len(found["threshold"]) == len(found["second"]) == inner, "a threshold and a child an inner node")
    _demand(len(found["first"]) in (0, inner), "one first child an inner node, or none at all")
    _demand(len(found["missing"]) in (0, -(-inner // 8)), "one bit of missing an inner node, or none at all")
    _demand(len(found["sets"]) in (0, inner), "one set an inner node, or none at all")
    _demand(len(value) == leaves and value.shape[1] in (1, outputs), "one value or all outputs a leaf")
    _demand(len(found["output"]) == len(found["roots"]), "one output a tree")
    _demand(_within(found["output"], outputs), f"outputs below {outputs}")
    single = len(found["begin"]) > 0
    _demand(len(found["begin"]) in (0, outputs), "a number an output that sums begin with, or none at all")
    _demand(len(found["scale"]) == single, "one scale for sums in single precision")
    _demand(not single or value.dtype == np.float32, "leaves in the precision of the sums")


def _shape(children: NDArray[Any], parents: NDArray[Any], roots: NDArray[Any], nodes: int) -> None:
    """Each child comes after its parent, in the same tree, and has no second parent."""
    _demand(bool((children > parents[:, None]).all()), "children after their parents")
    _demand(bool((children < nodes).all()), f"children below {nodes}")
    rising = len(roots) == 0 or (roots[0] == 0 and bool((np.diff(roots) > 0).all()) and roots[-1] < nodes)
    _demand(rising and (len(roots) > 0) == (nodes > 0), "rising roots, the first at 0")
    reached = np.bincount(np.concatenate([children.ravel(), roots]), minlength=nodes)
    _demand(bool((reached == 1).all()), "one parent for each node that is no root")
    if len(parents):
        ends = np.append(roots[1:], nodes)[np.searchsorted(roots, parents, side="right") - 1]
        _demand(bool((children < ends[:, None]).all()), "children in their parent's tree")


def _categories(found: Arrays) -> None:
    """Sets lie within the words."""
    starts, sets, words = found["starts"], found["sets"], len(found["words"])
    _demand(not len(sets) or int(sets.max()) < max(len(starts) - 1, 0), "sets that are there")
    if len(starts):
        ordered = starts[0] == 0 and bool((np.diff(starts) >= 0).all()) and starts[-1] == words
        _demand(ordered and words > 0, "sets within their words")


def _within(array: NDArray[Any], end: int) -> bool:
    return not array.size or (int(array.min()) >= 0 and int(array.max()) < end)


def _demand(holds: bool, expected: str) -> None:
    if not holds:
        raise Damaged(f"Expected trees with {expected}; the stored arrays differ. Save the model again.")
