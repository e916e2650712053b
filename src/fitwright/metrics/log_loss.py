"""How surprised the probabilities are by the true class."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._means import mean
from fitwright.metrics.metric import Metric

LEAST = float(np.finfo(np.float64).eps)
"""A probability below counts as this, so that one sure error does not decide alone."""


class LogLoss(Metric):
    """Mean of -log(probability of the true class), in nats; 0 is perfect, lower is better.

    The default for several classes: it asks for honest probabilities, not for the right label alone.

    Examples
    --------
    >>> import numpy as np
    >>> round(LogLoss().score(Rows(np.array([0, 1])), np.array([[0.9, 0.1], [0.2, 0.8]])), 4)
    0.1643
    """

    kinds = ("binary", "multiclass")
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(self.each(rows, p), rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        true = np.take_along_axis(p, rows.answers.astype(np.intp)[:, None], axis=1)[:, 0]  # (rows,)
        surprise: Floats = -np.log(np.clip(true, LEAST, 1.0))
        return surprise
