"""How labels and truth go together, all four corners of the confusion counted."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._labels import confusion
from fitwright.metrics.metric import Metric


class Matthews(Metric):
    """Correlation of labels and truth: 1 is perfect, 0 is chance, -1 is the opposite.

    For classes of unequal size: it is high only where all classes are found and kept apart.  0 where the
    truth or the labels are all of one class.  Source: Matthews, 1975; for several classes Gorodkin, 2004.

    Examples
    --------
    >>> p = np.array([[0.9, 0.1], [0.2, 0.8], [0.4, 0.6], [0.7, 0.3]])
    >>> round(Matthews().score(Rows(np.array([0, 1, 0, 0])), p), 4)
    0.5774
    """

    kinds = ("binary", "multiclass")
    higher_is_better = True
    label_based = True
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        counts = confusion(rows, p)
        counts /= counts.sum()
        there, found = counts.sum(axis=1), counts.sum(axis=0)  # (classes,)
        together = np.trace(counts) - (there * found).sum()
        apart = (1 - (there * there).sum()) * (1 - (found * found).sum())
        return float(together / np.sqrt(apart)) if apart > 1e-15 else 0.0
