"""How well the probabilities order the rows."""

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.metrics.metric import Metric


class RocAuc(Metric):
    """Area under the ROC curve: the chance that a positive row is ranked above a negative one.

    1 is perfect, 0.5 is chance (ties count half).  With several classes: each against the rest, averaged
    over the classes that are there.  Where the rows hold one class only there is nothing to order: 0.5.

    Examples
    --------
    >>> import numpy as np
    >>> p = np.array([0.1, 0.4, 0.35, 0.8])
    >>> RocAuc().score(Rows(np.array([0, 0, 1, 1])), np.column_stack([1 - p, p]))
    0.75
    """

    kinds = ("binary", "multiclass")
    higher_is_better = True
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        if p.shape[1] == 2:
            return area(rows.answers == 1, p[:, 1], rows.weights)
        codes = [k for k in np.unique(rows.answers).astype(np.intp) if len(rows) > 1]
        if len(codes) < 2:
            return 0.5
        return float(np.mean([area(rows.answers == k, p[:, k], rows.weights) for k in codes]))


def area(positive: NDArray[np.bool_], ranked: Floats, weights: Floats | None) -> float:
    """Area under the curve of `ranked` (rows,), by counting pairs (Hanley & McNeil, 1982)."""
    if weights is None:
        return _area_by_count(positive, ranked)
    order = np.argsort(ranked)
    value, hit = ranked[order], np.where(positive, weights, 0.0)[order]
    miss = np.where(positive, 0.0, weights)[order]
    start = np.flatnonzero(np.concatenate([[True], value[1:] != value[:-1]]))  # of each run of ties
    hits, misses = np.add.reduceat(hit, start), np.add.reduceat(miss, start)
    below = np.cumsum(misses) - misses
    pairs = hits.sum() * misses.sum()
    return float((hits * (below + misses / 2)).sum() / pairs) if pairs > 0 else 0.5


def _area_by_count(positive: NDArray[np.bool_], ranked: Floats) -> float:
    """Without weights: sort both sides apart, and count how many negatives lie below each positive."""
    high, low = np.sort(ranked[positive]), np.sort(ranked[~positive])
    if not len(high) or not len(low):
        return 0.5
    below = np.searchsorted(low, high, "left").sum(dtype=np.int64)
    up_to = np.searchsorted(low, high, "right").sum(dtype=np.int64)
    return float((below + up_to) / 2 / (len(high) * len(low)))
