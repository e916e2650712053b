"""How often the label is right, each class counting the same."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._labels import confusion
from fitwright.metrics.metric import Metric


class BalancedAccuracy(Metric):
    """Mean over the classes that are there of the share of their rows that got their label; 1 is perfect.

    Examples
    --------
    >>> import numpy as np
    >>> always_first = np.tile([1.0, 0.0], (4, 1))
    >>> BalancedAccuracy().score(Rows(np.array([0, 0, 0, 1])), always_first)
    0.5
    """

    kinds = ("binary", "multiclass")
    higher_is_better = True
    label_based = True
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        counts = confusion(rows, p)
        there = counts.sum(axis=1)
        return float(np.mean(np.diagonal(counts)[there > 0] / there[there > 0]))
