"""How much of the target's variance is explained."""

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._means import mean, numbers
from fitwright.metrics.metric import Metric


class R2(Metric):
    """Coefficient of determination: 1 is perfect, 0 is as good as the mean, below is worse.

    Where the target does not vary: 1 if all predictions are right, else 0.

    Examples
    --------
    >>> import numpy as np
    >>> R2().score(Rows(np.array([1.0, 2.0, 3.0])), np.array([[1.0], [2.0], [2.0]]))
    0.5
    """

    kinds = ("regression",)
    higher_is_better = True
    usual = True

    def score(self, rows: Rows, p: Floats) -> float:
        y = rows.answers.astype(float)
        error = mean((y - numbers(p)) ** 2, rows)
        spread = mean((y - mean(y, rows)) ** 2, rows)
        return 1 - error / spread if spread > 0 else float(error == 0)
