"""The size of an error that half of the rows stay below."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._means import numbers
from fitwright.metrics.metric import Metric


class MedianError(Metric):
    """Median of the absolute errors, in the target's own unit; 0 is perfect, lower is better.

    Half of the rows may be as wrong as they like.

    Examples
    --------
    >>> MedianError().score(Rows(np.array([1.0, 2.0, 3.0])), np.array([[1.5], [2.0], [90.0]]))
    0.5
    """

    kinds = ("regression",)
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        error = np.abs(rows.answers - numbers(p))
        return float(np.median(error)) if rows.weights is None else _median(error, rows.weights)


def _median(values: Floats, weights: Floats) -> float:
    """Of values (rows,) that come as often as their weights say; between two where half lies there."""
    order = np.argsort(values)
    order = order[weights[order] > 0]
    value, reached = values[order], np.cumsum(weights[order])
    half = reached[-1] / 2
    near = 1e-12 * reached[-1]  # sums of weights are not exact
    low, high = np.searchsorted(reached, [half - near, half + near])
    return float((value[low] + value[min(high, len(value) - 1)]) / 2)
