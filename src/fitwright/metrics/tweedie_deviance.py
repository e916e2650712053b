"""How far amounts, many of which may be 0, are from what was expected."""

from dataclasses import dataclass
from typing import Self

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics._deviance import demand_range, deviance
from fitwright.metrics._means import mean, numbers
from fitwright.metrics.metric import Metric

NAME = "tweedie_deviance"


@dataclass(frozen=True)
class TweedieDeviance(Metric):
    """Mean deviance of amounts whose variance is their mean to the `power`; 0 is perfect, lower is better.

    Claims, rain, sales.  Predictions that are not above 0 count as just above it.  Source: Tweedie, 1984;
    Jørgensen, 1987.

    Parameters
    ----------
    power : 1 for counts (Poisson), between 1 and 2 for amounts with zeros, 2 for amounts above 0 (gamma), 3
        for very long tails (inverse Gaussian).  From 2 on targets must be above 0, below from 0.

    Examples
    --------
    >>> import numpy as np
    >>> round(TweedieDeviance(power=2).score(Rows(np.array([1.0, 2.0])), np.array([[0.5], [2.0]])), 4)
    0.3069
    """

    power: float = 1.5

    kinds = ("regression",)

    def __post_init__(self) -> None:
        if not 1 <= self.power < float("inf"):
            raise SettingError(
                f"Expected a power from 1; got {self.power!r}. For a power of 0, the squared error, use rmse."
            )

    def bind(self, task: Task, rows: Rows) -> Self:
        demand_range(NAME, rows.answers, self.power)
        return self

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(self.each(rows, p), rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        demand_range(NAME, rows.answers, self.power)
        return deviance(rows.answers, numbers(p), self.power)
