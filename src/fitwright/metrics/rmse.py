"""The usual size of an error, large errors above all."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._means import mean, numbers
from fitwright.metrics.metric import Metric


class RMSE(Metric):
    """Root of the mean squared error, in the target's own unit; 0 is perfect, lower is better.

    Examples
    --------
    >>> import numpy as np
    >>> RMSE().score(Rows(np.array([1.0, 3.0])), np.array([[1.0], [1.0]]))
    1.4142135623730951
    """

    kinds = ("regression",)
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        error = rows.answers - numbers(p)
        return float(np.sqrt(mean(error * error, rows)))
