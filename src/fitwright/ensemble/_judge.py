"""What a combiner minimises: the metric's loss, and a smooth one where labels alone leave ties."""

from typing import NamedTuple

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics import Metric
from fitwright.splits import sample

CELLS = 200_000
"""A candidate's predictions are weighed on so many numbers at most, and on MOST rows; on COSTLY where
the metric is costly to ask."""
MOST, LEAST, COSTLY = 30_000, 5_000, 5_000


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
    return Loss(value, squares(rows, p)) if metric.label_based or metric.costs is not None else Loss(value)


def squares(rows: Rows, p: Floats) -> float:
    """Mean squared error; of probabilities this is the Brier score."""
    if p.shape[1] == 1:
        each = (rows.answers - p[:, 0]) ** 2
    else:
        true = np.take_along_axis(p, rows.answers.astype(np.intp)[:, None], axis=1)[:, 0]
        each = (p * p).sum(axis=1) - 2 * true + 1
    if rows.weights is None:
        return float(each.mean())
    return float((each * rows.weights).sum() / rows.weights.sum())


class Brier(Metric):
    """Mean squared error of probabilities: smooth where a metric on labels has only steps."""

    kinds = ("binary", "multiclass")

    def score(self, rows: Rows, p: Floats) -> float:
        return squares(rows, p)


def cut(predictions: Floats, rows: Rows, metric: Metric, seed: int) -> tuple[Floats, Rows]:
    """At most 30,000 rows (fewer where there are many outputs), evenly over classes or quantiles."""
    most = min(COSTLY if metric.costly else MOST, max(LEAST, CELLS // predictions.shape[2]))
    if len(rows) <= most:
        return predictions, rows
    chosen = sample(rows, most, seed)
    return predictions[:, chosen], rows.at(chosen)
