"""The usual size of an error, in orders of magnitude."""

from typing import Self

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics._means import mean, numbers
from fitwright.metrics._targets import demand
from fitwright.metrics.metric import Metric


class RMSLE(Metric):
    """Root of the mean squared difference of log(1 + value); 0 is perfect, lower is better.

    For prices and counts: what matters is the ratio.  Targets from 0; predictions below 0 count as 0.

    Examples
    --------
    >>> round(RMSLE().score(Rows(np.array([1.0, 9.0])), np.array([[1.0], [19.0]])), 4)
    0.4901
    """

    kinds = ("regression",)

    def bind(self, task: Task, rows: Rows) -> Self:
        demand("rmsle", rows.answers, rows.answers >= 0, "numbers from 0")
        return self

    def score(self, rows: Rows, p: Floats) -> float:
        demand("rmsle", rows.answers, rows.answers >= 0, "numbers from 0")
        error = np.log1p(rows.answers) - np.log1p(np.maximum(numbers(p), 0.0))
        return float(np.sqrt(mean(error * error, rows)))
