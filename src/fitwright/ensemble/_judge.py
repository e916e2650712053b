"""What a combiner minimises: the metric's loss, and a smooth one where labels alone leave ties."""

from typing import NamedTuple

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics import Metric
from fitwright.splits import sample

CELLS = 500_000
"""A candidate's predictions are weighed on so many numbers at most, and on MOST rows."""
MOST, LEAST = 50_000, 5_000


class Loss(NamedTuple):
    """Compared from left to right."""

    metric: float
    brier: float = 0.0


def loss(metric: Metric, rows: Rows, p: Floats) -> Loss:
    """The metric's loss of `p` (rows, outputs), infinite where it is undefined.

    Many blends give the same labels: for a metric that looks at labels, the Brier score (Brier, 1950)
    decides between them.
    """
    value = metric.loss(rows, p)
    if not np.isfinite(value):
        return Loss(float("inf"), float("inf"))
    if not metric.label_based or p.shape[1] < 2:
        return Loss(value)
    true = np.take_along_axis(p, rows.answers.astype(np.intp)[:, None], axis=1)[:, 0]
    return Loss(value, float(np.mean((p * p).sum(axis=1) - 2 * true + 1)))


def cut(predictions: Floats, rows: Rows, seed: int) -> tuple[Floats, Rows]:
    """At most 50,000 rows (fewer where there are many outputs), evenly over classes or quantiles."""
    most = min(MOST, max(LEAST, CELLS // predictions.shape[2]))
    if len(rows) <= most:
        return predictions, rows
    chosen = sample(rows, most, seed)
    return predictions[:, chosen], rows.at(chosen)
