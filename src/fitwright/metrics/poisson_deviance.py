"""How far counts are from what was expected."""

from typing import Self

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics._deviance import demand_range, deviance
from fitwright.metrics._means import mean, numbers
from fitwright.metrics.metric import Metric

NAME = "poisson_deviance"


class PoissonDeviance(Metric):
    """Mean deviance of counts whose spread grows with their mean; 0 is perfect, lower is better.

    Targets from 0; predictions that are not above 0 count as just above it.

    Examples
    --------
    >>> import numpy as np
    >>> round(PoissonDeviance().score(Rows(np.array([0.0, 2.0])), np.array([[0.5], [2.0]])), 4)
    0.5
    """

    kinds = ("regression",)

    def bind(self, task: Task, rows: Rows) -> Self:
        demand_range(NAME, rows.answers, 1)
        return self

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(self.each(rows, p), rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        demand_range(NAME, rows.answers, 1)
        return deviance(rows.answers, numbers(p), 1)
