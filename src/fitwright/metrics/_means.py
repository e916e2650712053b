"""Weighted means over rows: the one sum that most metrics are."""

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows


def mean(values: Floats | NDArray[np.bool_], rows: Rows) -> float:
    """The mean of `values` (rows,), weighed by the rows' weights."""
    if rows.weights is None:
        return float(values.mean())
    # No dot product: BLAS may add in another order on another number of threads.
    return float((values * rows.weights).sum() / rows.weights.sum())


def numbers(p: Floats) -> Floats:
    """(rows,) the one column of a regression."""
    return p[:, 0]
