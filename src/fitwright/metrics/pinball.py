"""How well a quantile is met."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats, Rows
from fitwright.metrics._means import mean, numbers
from fitwright.metrics.metric import Metric


@dataclass(frozen=True)
class Pinball(Metric):
    """Mean error where being too low costs `alpha` and being too high 1 - `alpha`, in the target's own unit.

    Lowest for predictions of the quantile `alpha`; 0 is perfect.  Source: Koenker & Bassett, 1978.

    Parameters
    ----------
    alpha : between 0 and 1; 0.5 is half of mae, 0.9 asks for numbers that nine of ten truths stay below.

    Examples
    --------
    >>> round(Pinball(alpha=0.9).score(Rows(np.array([3.0, 3.0])), np.array([[1.0], [4.0]])), 4)
    0.95
    """

    alpha: float = 0.5

    kinds = ("regression",)

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 1:
            raise SettingError(f"Expected alpha between 0 and 1; got {self.alpha!r}.")

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(self.each(rows, p), rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        short = rows.answers - numbers(p)  # (rows,) above 0 where the prediction is too low
        return np.maximum(self.alpha * short, (self.alpha - 1) * short)
