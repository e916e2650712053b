"""The usual size of an error, as a share of the truth."""

from typing import Self

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics._means import mean, numbers
from fitwright.metrics._targets import demand
from fitwright.metrics.metric import Metric

LEAST = float(np.finfo(np.float64).eps)
"""A target nearer to 0 counts as this."""


class MAPE(Metric):
    """Mean absolute error as a share of the truth; 0.1 is ten per cent, 0 is perfect.

    Errors too high cost more than errors too low, and a small truth makes them large: see smape, rmsle.  A
    target with zeros is refused, since one such row would decide alone.

    Examples
    --------
    >>> round(MAPE().score(Rows(np.array([1.0, 4.0])), np.array([[1.1], [3.0]])), 4)
    0.175
    """

    kinds = ("regression",)

    def bind(self, task: Task, rows: Rows) -> Self:
        demand("mape", rows.answers, rows.answers != 0, "numbers other than 0, by which it divides")
        return self

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(self.each(rows, p), rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        return np.abs(rows.answers - numbers(p)) / np.maximum(np.abs(rows.answers), LEAST)
