"""Whether the probabilities mean what they say."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats, Rows
from fitwright.metrics._labels import taken
from fitwright.metrics.metric import Metric


@dataclass(frozen=True)
class ExpectedCalibrationError(Metric):
    """Mean gap between how sure the likeliest label is and how often it is right; 0 is perfect.

    Rows are put into `bins` of equal width by the probability of their likeliest label.  It does not ask for
    good labels: the shares of the classes for every row have no error.  On few rows chance alone makes gaps.
    Source: Naeini, Cooper & Hauskrecht, 2015; Guo et al., 2017.

    Examples
    --------
    >>> p = np.array([[0.2, 0.8], [0.2, 0.8], [0.2, 0.8], [0.2, 0.8]])
    >>> round(ExpectedCalibrationError().score(Rows(np.array([1, 1, 1, 0])), p), 4)
    0.05
    """

    bins: int = 15

    kinds = ("binary", "multiclass")

    def __post_init__(self) -> None:
        if self.bins < 1:
            raise SettingError(f"Expected bins from 1; got {self.bins!r}.")

    def score(self, rows: Rows, p: Floats) -> float:
        sure = p.max(axis=1)  # (rows,)
        gap = sure - (taken(p) == rows.answers)
        if rows.weights is not None:
            gap = gap * rows.weights
        part = np.clip(np.ceil(sure * self.bins).astype(np.intp) - 1, 0, self.bins - 1)
        total = len(gap) if rows.weights is None else rows.weights.sum()
        return float(np.abs(np.bincount(part, gap)).sum() / total)
