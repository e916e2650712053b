"""What leaves hold, added up tree by tree: in one order, so that no way to the leaves changes a bit."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Reals = NDArray[np.floating[Any]]
MANY = 64
"""From so many rows on a loop over trees takes less than an array of all that they add."""


def add(value: Reals, total: Reals, leaves: Ints, output: Ints) -> None:
    """Add to `total` (rows, outputs), in its precision, what `value` has for `leaves` (trees, rows)."""
    if value.shape[1] > 1:
        if len(total) < MANY:
            total[:] = _running(total, value[leaves])
            return
        for leaf in leaves:
            total += value.take(leaf, axis=0)
        return
    if len(total) >= MANY:
        add_counted(value[:, 0], total, leaves, np.zeros(len(leaves), np.int64), output)
        return
    values, columns = value[:, 0], np.ascontiguousarray(total.T)
    for k in np.unique(output):
        columns[k] = _running(columns[k], values[leaves[output == k]])
    total[:] = columns.T


def add_counted(values: Reals, total: Reals, leaves: Ints, begins: Ints, output: Ints) -> None:
    """For many rows and one value a leaf: `leaves` are counted in each tree from `begins` (trees,) on."""
    columns, found = np.ascontiguousarray(total.T), np.empty(len(total), values.dtype)
    for leaf, begin, k in zip(leaves, begins.tolist(), output.tolist(), strict=True):
        values[begin:].take(leaf, out=found, mode="clip")  # no leaf lies beyond: nothing is clipped
        columns[k] += found
    total[:] = columns.T


def _running(total: Reals, values: Reals) -> Reals:
    """`total` plus each of `values` (trees, …) in turn: as one tree after the other would add."""
    joined = np.concatenate([total[None], values], dtype=total.dtype)
    last: Reals = np.add.accumulate(joined, axis=0)[-1]
    return last
