"""The usual size of an error, as a share of truth and prediction together."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._labels import shares
from fitwright.metrics._means import mean, numbers
from fitwright.metrics.metric import Metric


class SMAPE(Metric):
    """Mean absolute error as a share of the mean size of truth and prediction, from 0 (perfect) to 2.

    Zeros do no harm; where both are 0 there is no error.  Source: Makridakis, 1993, in the form of the M4
    competition.

    Examples
    --------
    >>> round(SMAPE().score(Rows(np.array([1.0, 0.0])), np.array([[3.0], [0.0]])), 4)
    0.5
    """

    kinds = ("regression",)

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(self.each(rows, p), rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        y, found = rows.answers.astype(np.float64), numbers(p)
        return shares(2 * np.abs(y - found), np.abs(y) + np.abs(found))
