"""The largest error."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._means import numbers
from fitwright.metrics.metric import Metric


class MaxError(Metric):
    """Largest absolute error of any row, in the target's own unit; 0 is perfect.

    One row decides, so that it is a noisy thing to search by.

    Examples
    --------
    >>> MaxError().score(Rows(np.array([1.0, 2.0])), np.array([[1.5], [5.0]]))
    3.0
    """

    kinds = ("regression",)

    def score(self, rows: Rows, p: Floats) -> float:
        error = np.abs(rows.answers - numbers(p))
        return float(error.max() if rows.weights is None else error[rows.weights > 0].max())
