"""How far the probabilities are from the truth."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._means import mean
from fitwright.metrics.metric import Metric


class Brier(Metric):
    """Mean squared error of the probabilities; 0 is perfect, lower is better.

    Two classes: of the second one's probability, from 0 to 1.  Several: summed over the classes, from 0 to 2.
    Milder than log_loss with an error that was sure of itself.  Source: Brier, 1950.

    Examples
    --------
    >>> p = np.array([[0.9, 0.1], [0.2, 0.8]])
    >>> round(Brier().score(Rows(np.array([0, 1])), p), 4)
    0.025
    """

    kinds = ("binary", "multiclass")
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(self.each(rows, p), rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        if p.shape[1] == 2:
            error = rows.answers - p[:, 1]
            return np.asarray(error * error, np.float64)
        apart = p - (rows.answers[:, None] == np.arange(p.shape[1]))  # (rows, classes)
        squares: Floats = (apart * apart).sum(axis=1)
        return squares
