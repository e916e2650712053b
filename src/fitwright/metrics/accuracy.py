"""How often the label is right."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._labels import taken
from fitwright.metrics._means import mean
from fitwright.metrics.metric import Metric


class Accuracy(Metric):
    """Share of the rows whose label is right; 1 is perfect.

    Misleading where one class is much more frequent than the others: see balanced_accuracy.

    Examples
    --------
    >>> import numpy as np
    >>> Accuracy().score(Rows(np.array([0, 1])), np.array([[0.9, 0.1], [0.7, 0.3]]))
    0.5
    """

    kinds = ("binary", "multiclass")
    higher_is_better = True
    label_based = True
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(taken(p) == rows.answers, rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        return np.equal(taken(p), rows.answers).astype(np.float64)
