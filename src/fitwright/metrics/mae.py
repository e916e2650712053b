"""The usual size of an error."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._means import mean, numbers
from fitwright.metrics.metric import Metric


class MAE(Metric):
    """Mean absolute error, in the target's own unit; 0 is perfect, lower is better.

    Kinder to outliers than rmse.

    Examples
    --------
    >>> MAE().score(Rows(np.array([1.0, 3.0])), np.array([[1.0], [1.0]]))
    1.0
    """

    kinds = ("regression",)
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(self.each(rows, p), rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        return np.abs(rows.answers - numbers(p))
