"""Labels that cost least."""

from typing import Any

import numpy as np

from fitwright.core.rows import Floats, Index


def cheapest(p: Floats, costs: Any) -> Index:
    """(rows,) the class of least expected cost (Elkan, 2001); of equals the likeliest.

    Parameters
    ----------
    p : (rows, classes) probabilities.
    costs : (classes, classes) what it costs to take a class (row) for a class (column).
    """
    table = np.asarray(costs, np.float64)
    # Added class by class, not multiplied as matrices: the same bits for any number of rows and threads.
    expected = np.zeros(p.shape)  # (rows, classes)
    for k in range(p.shape[1]):
        expected += p[:, k, None] * table[k]
    least = expected.min(axis=1, keepdims=True)
    close = expected <= least + 1e-12 * np.abs(table).max()
    return np.asarray(np.where(close, p, -1.0).argmax(axis=1), np.intp)
