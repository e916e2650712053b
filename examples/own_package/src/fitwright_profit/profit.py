"""What predictions earn."""

from dataclasses import dataclass

import numpy as np

from fitwright import Metric


@dataclass(frozen=True)
class Profit(Metric):
    """Mean over rows: `gain` for each row rightly taken for the second class, less `cost` for each so taken.

    Parameters
    ----------
    gain : what a hit is worth.
    cost : what it costs to act on a row.
    """

    gain: float = 10.0
    cost: float = 1.0

    kinds = ("binary",)
    higher_is_better = True
    label_based = True

    def score(self, rows, p):
        return float(np.average(self.each(rows, p), weights=rows.weights))

    def each(self, rows, p):
        taken = p.argmax(axis=1) == 1
        return taken * (self.gain * (rows.answers == 1) - self.cost)
