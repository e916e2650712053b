"""How far a score would move on other rows of the same kind."""

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.metrics.metric import Metric

BLOCKS = 20
MANY = 20_000
"""From so many rows on, blocks are large enough to be scored by themselves."""


def standard_error(metric: Metric, rows: Rows, p: Floats, seed: int = 0) -> float:
    """The standard error of `metric.score(rows, p)`, in the metric's own unit.

    Where the score is a mean over rows it follows from their spread.  Otherwise the rows are cut into 20
    blocks, evenly over classes: each is left out in turn (jackknife; Tukey, 1958), or, from 20,000 rows on,
    scored by itself.  Rows of one group stay together, so that what they share is not counted many times.

    Parameters
    ----------
    rows, p : unseen rows and the predictions for them.

    Returns
    -------
    nan where there are fewer than two rows, or fewer than two groups.

    Examples
    --------
    >>> from fitwright.metrics import catalog
    >>> rows, p = Rows(np.array([0, 1, 1, 0])), np.array([[1.0, 0], [0, 1], [1, 0], [1, 0]])
    >>> standard_error(catalog.make("accuracy"), rows, p)
    0.25
    """
    units = len(rows) if rows.groups is None else len(np.unique(rows.groups))
    if units < 2:
        return float("nan")
    each = metric.each(rows, p)
    if each is not None:
        return _of_mean(each, rows)
    block = _blocks(rows, min(BLOCKS, units), seed)
    number = int(block.max()) + 1
    if len(rows) >= MANY and number == BLOCKS:
        scores = [
            metric.score(rows.at(at), p[at]) for at in (np.flatnonzero(block == b) for b in range(number))
        ]
        return float(np.std(scores, ddof=1) / np.sqrt(number))
    scores = [metric.score(rows.at(at), p[at]) for at in (np.flatnonzero(block != b) for b in range(number))]
    return float(np.std(scores) * np.sqrt(number - 1))


def _of_mean(each: Floats, rows: Rows) -> float:
    """Of the weighted mean of `each` (rows,), or (groups,) sums where rows come in groups."""
    weights = np.ones(len(each)) if rows.weights is None else rows.weights
    total = weights.sum()
    pull = weights * (each - (weights * each).sum() / total)
    if rows.groups is not None:
        pull = np.bincount(np.unique(rows.groups, return_inverse=True)[1], pull)
    return float(np.sqrt((pull * pull).sum() * len(pull) / (len(pull) - 1)) / total)


def _blocks(rows: Rows, number: int, seed: int) -> NDArray[np.intp]:
    """(rows,) a block for each: evenly over classes, groups whole and largest first."""
    rng = np.random.default_rng(seed)
    if rows.groups is None:
        order = rng.permutation(len(rows))
        if rows.answers.dtype.kind in "iu":  # numbers are left to chance: their spread is part of the error
            order = order[np.argsort(rows.answers[order], kind="stable")]
        block = np.empty(len(rows), np.intp)
        block[order] = np.arange(len(rows)) % number
        return block
    _, group = np.unique(rows.groups, return_inverse=True)
    sizes = np.bincount(group)
    order = rng.permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    turn = np.arange(len(sizes)) % (2 * number)
    home = np.empty(len(sizes), np.intp)
    home[order] = np.minimum(turn, 2 * number - 1 - turn)  # there and back, so that sizes even out
    return home[group]
