"""Whether arrays are trees that can be walked: nothing points out of range, nothing turns back."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import Damaged

Arrays = dict[str, NDArray[Any]]
SHAPES: Mapping[str, tuple[str, int]] = {
    "feature": ("int32", 1), "threshold": ("float64", 1), "children": ("int32", 2), "missing": ("bool", 1),
    "roots": ("int32", 1), "value": ("float64", 2), "output": ("int32", 1), "base": ("float64", 1),
    "sets": ("int32", 1), "starts": ("int32", 1), "words": ("uint32", 1),
}  # fmt: skip


def check(arrays: Mapping[str, Any], columns: int) -> Arrays:
    """The arrays, where they are trees for tables of so many columns; see `Trees` for what each holds.

    Raises
    ------
    Damaged
        An array is missing, has another type or shape, or points out of range.
    """
    found = {name: _typed(name, arrays.get(name)) for name in SHAPES}
    inner = found["feature"] >= 0
    _sizes(found, int(len(inner) - inner.sum()))
    _demand(bool((found["feature"] < columns).all()), f"features below {columns}")
    _shape(found["children"][inner], np.flatnonzero(inner), found["roots"], len(inner))
    _categories(found, inner)
    return found


def _typed(name: str, array: Any) -> NDArray[Any]:
    kind, dimensions = SHAPES[name]
    right = isinstance(array, np.ndarray) and array.dtype == kind and array.ndim == dimensions
    _demand(right, f"{name!r} as an array of {kind} in {dimensions} dimensions")
    return np.ascontiguousarray(array)


def _sizes(found: Arrays, leaves: int) -> None:
    """All arrays of nodes are equally long, and so on."""
    nodes, trees = len(found["feature"]), len(found["roots"])
    value, output, sets = found["value"], found["output"], found["sets"]
    outputs = len(found["base"])
    _demand(found["children"].shape == (nodes, 2), "two children a node")
    _demand(bool(np.isfinite(found["threshold"]).all()), "finite thresholds")
    _demand(len(found["threshold"]) == len(found["missing"]) == nodes, "one threshold a node")
    _demand(len(sets) in (0, nodes), "one set a node, or none at all")
    _demand(len(value) == leaves and value.shape[1] in (1, outputs), "one value or all outputs a leaf")
    _demand(len(output) == trees and _within(output, outputs), f"outputs below {outputs}")


def _shape(children: NDArray[Any], parents: NDArray[Any], roots: NDArray[Any], nodes: int) -> None:
    """Each child comes after its parent, in the same tree, and has no second parent."""
    _demand(bool((children > parents[:, None]).all()), "children after their parents")
    _demand(bool((children < nodes).all()), f"children below {nodes}")
    rising = len(roots) == 0 or (roots[0] == 0 and bool((np.diff(roots) > 0).all()) and roots[-1] < nodes)
    _demand(rising and (len(roots) > 0) == (nodes > 0), "rising roots, the first at 0")
    reached = np.zeros(nodes, np.int64)
    np.add.at(reached, children.ravel(), 1)
    reached[roots] += 1
    _demand(bool((reached == 1).all()), "one parent for each node that is no root")
    tree = np.searchsorted(roots, parents, side="right")
    ends = np.append(roots, nodes)[tree] if len(roots) else tree
    _demand(bool((children < ends[:, None]).all()), "children in their parent's tree")


def _categories(found: Arrays, inner: NDArray[np.bool_]) -> None:
    """Sets lie within the words."""
    starts, sets, words = found["starts"], found["sets"], len(found["words"])
    if len(sets):
        _demand(bool((sets < max(len(starts) - 1, 0)).all()), "sets that are there")
    if len(starts):
        ordered = starts[0] == 0 and bool((np.diff(starts) >= 0).all()) and starts[-1] == words
        _demand(ordered, "sets within their words")


def _within(array: NDArray[Any], end: int) -> bool:
    return not array.size or (int(array.min()) >= 0 and int(array.max()) < end)


def _demand(holds: bool, expected: str) -> None:
    if not holds:
        raise Damaged(f"Expected trees with {expected}; the stored arrays differ. Save the model again.")
