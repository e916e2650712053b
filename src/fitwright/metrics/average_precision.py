"""How pure the top of the ranking is."""

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._labels import shares
from fitwright.metrics.metric import Metric


class AveragePrecision(Metric):
    """Precision at each threshold, weighed by the recall that is gained there; 1 is perfect.

    For rare positives, where the ROC curve looks too good.  Chance is the share of the positives.  With
    several classes: each against the rest, averaged over the classes that are there.  0 without a positive.

    Examples
    --------
    >>> p = np.array([0.1, 0.4, 0.35, 0.8])
    >>> round(AveragePrecision().score(Rows(np.array([0, 0, 1, 1])), np.column_stack([1 - p, p])), 4)
    0.8333
    """

    kinds = ("binary", "multiclass")
    higher_is_better = True
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        if p.shape[1] == 2:
            return purity(rows.answers == 1, p[:, 1], rows.weights)
        codes = np.unique(rows.answers).astype(np.intp)
        return float(np.mean([purity(rows.answers == k, p[:, k], rows.weights) for k in codes]))


def purity(positive: NDArray[np.bool_], ranked: Floats, weights: Floats | None) -> float:
    """Average precision of `ranked` (rows,), without interpolation; rows of equal value come together."""
    order = np.argsort(ranked)[::-1]
    value, hit = ranked[order], positive[order].astype(np.float64)
    total = np.ones(len(hit)) if weights is None else weights[order]
    hit *= total
    end = np.flatnonzero(np.concatenate([value[1:] != value[:-1], [True]]))  # of each run of ties
    hits, taken = np.cumsum(hit)[end], np.cumsum(total)[end]
    if not hits[-1] > 0:
        return 0.0
    gained = np.diff(hits, prepend=0.0)
    return float((gained * shares(hits, taken)).sum() / hits[-1])
