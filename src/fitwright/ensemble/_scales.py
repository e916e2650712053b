"""Thresholds: factors on the probabilities before the likeliest class is taken."""

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.seeds import seed as seed_of
from fitwright.metrics import Metric
from fitwright.splits import sample

PARTS = 5
"""Scales are learned on all parts but one and tried on that one."""
CELLS = 60_000
"""At most so many probabilities are looked at."""
STEPS = np.linspace(-1.6, 1.6, 9)
"""Logarithms of the factors that are tried for one of several classes."""
GRID, COSTLY_GRID = 100, 25
"""Thresholds tried for two classes: quantiles of the probability."""


def learn_scales(p: Floats, rows: Rows, metric: Metric, seed: int) -> Floats | None:
    """(outputs,) factors that lower the loss of labels, or None where they do not help unseen rows.

    Two classes: a threshold among the quantiles of the probability.  Several: one class after the other (not
    for a metric that is costly to ask).
    Both are learned PARTS times, each time leaving out a part of the rows; they are kept, averaged, only
    where the gain on the left-out parts is larger than half its standard error (measured: a whole one gives
    up much of what F1 and balanced accuracy gain on few rows, none costs accuracy).

    Parameters
    ----------
    p : (rows, outputs) blended predictions for unseen rows.
    """
    classes = p.shape[1]
    if not metric.label_based or classes < 2 or len(rows) < 4 * PARTS or (metric.costly and classes > 2):
        return None
    if p.size > CELLS:
        chosen = sample(rows, max(CELLS // classes, 500), seed_of(seed, "scales"))
        p, rows = p[chosen], rows.at(chosen)
    part = _parts(rows, seed_of(seed, "parts"))
    gains, found = [], []
    for k in range(PARTS):
        learn, judge = np.flatnonzero(part != k), np.flatnonzero(part == k)
        scales = _search(p[learn], rows.at(learn), metric)
        found.append(np.log(scales))
        plain, scaled = (metric.loss(rows.at(judge), p[judge] * s) for s in (1.0, scales))
        gains.append(plain - scaled)
    error = np.std(gains, ddof=1) / np.sqrt(PARTS)
    if not np.mean(gains) > error / 2:
        return None
    mean: Floats = np.exp(np.mean(found, axis=0))
    shares: Floats = mean / mean.sum()
    return shares


def _parts(rows: Rows, seed: int) -> Index:
    """(rows,) a part for each row: whole groups, else evenly over classes."""
    rng = np.random.default_rng(seed)
    if rows.groups is not None:
        names, group = np.unique(rows.groups, return_inverse=True)
        return (rng.permutation(len(names)) % PARTS)[group]
    order = rng.permutation(len(rows))
    order = order[np.argsort(rows.answers[order], kind="stable")]
    part = np.empty(len(rows), np.intp)
    part[order] = np.arange(len(rows)) % PARTS
    return part


def _search(p: Floats, rows: Rows, metric: Metric) -> Floats:
    """(outputs,) the factors with the lowest loss on these rows; 1 where nothing is gained."""
    return _threshold(p, rows, metric) if p.shape[1] == 2 else _by_class(p, rows, metric)


def _threshold(p: Floats, rows: Rows, metric: Metric) -> Floats:
    """(2,) for two classes; among equally good thresholds the one nearest to the middle of their run."""
    second = p[:, 1] / np.maximum(p.sum(axis=1), 1e-300)  # (rows,)
    grid = np.linspace(0, 1, COSTLY_GRID if metric.costly else GRID)
    shares = np.unique(np.quantile(second, grid, method="inverted_cdf"))
    middles = (shares[1:] + shares[:-1]) / 2
    tried = np.clip(np.append(middles, 0.5), 1e-6, 1 - 1e-6)
    losses = np.array([metric.loss(rows, p * np.array([t, 1 - t])) for t in tried])
    plain = losses[-1]
    good = tried[losses <= losses.min()]
    if not losses.min() < plain:
        return np.ones(2)
    chosen = good[len(good) // 2]
    return np.array([chosen, 1 - chosen])


def _by_class(p: Floats, rows: Rows, metric: Metric) -> Floats:
    """(outputs,) factors by coordinate search, rare classes first, twice around."""
    scales = np.ones(p.shape[1])
    best = metric.loss(rows, p)
    order = np.argsort(np.bincount(rows.answers.astype(np.intp), minlength=p.shape[1]), kind="stable")
    for _ in range(2):
        before = best
        for k in order:
            scaled = p * scales
            for step in np.exp(STEPS):
                tried = scaled.copy()
                tried[:, k] = p[:, k] * step
                if (value := metric.loss(rows, tried)) < best:
                    best, scales[k] = value, step
        if not best < before:
            break
    return scales
