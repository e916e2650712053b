"""How much of the target's variance is explained, a constant error forgiven."""

from fitwright.core.rows import Floats, Rows
from fitwright.metrics._means import mean, numbers
from fitwright.metrics.metric import Metric


class ExplainedVariance(Metric):
    """1 less the share of the variance that is left in the errors: 1 is perfect, 0 is as good as a constant.

    As r2, but for predictions that are all too high or too low by the same amount.  Where the target does not
    vary: 1 if the errors do not either, else 0.

    Examples
    --------
    >>> import numpy as np
    >>> ExplainedVariance().score(Rows(np.array([1.0, 2.0, 3.0])), np.array([[2.0], [3.0], [4.0]]))
    1.0
    """

    kinds = ("regression",)
    higher_is_better = True

    def score(self, rows: Rows, p: Floats) -> float:
        y = rows.answers.astype(float)
        left, spread = _variance(y - numbers(p), rows), _variance(y, rows)
        return 1 - left / spread if spread > 0 else float(left == 0)


def _variance(values: Floats, rows: Rows) -> float:
    """Of values (rows,), weighed."""
    return mean((values - mean(values, rows)) ** 2, rows)
