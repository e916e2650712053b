"""Mean and spread of columns, by any of several rules, and numbers without holes and of like size."""

import numpy as np

from fitwright.core.fitted import State
from fitwright.core.rows import Floats
from fitwright.features._columns import parts


def moments(values: Floats, weights: Floats | None) -> tuple[Floats, Floats]:
    """(columns,) mean and standard deviation of the finite values in (rows, columns); 1 where constant."""
    count, columns = values.shape
    mean, scale = np.zeros(columns), np.ones(columns)
    weighed = np.ones((count, 1)) if weights is None else weights[:, None]
    for part in parts(count, columns):
        known = np.isfinite(values[:, part])
        filled = np.where(known, values[:, part], 0.0)
        unit = np.maximum(np.max(np.abs(filled), 0, initial=0.0), 1e-300)  # squares of 1e200 would overflow
        filled /= unit
        shares = known * weighed
        shares /= np.maximum(shares.sum(0), 1e-300)
        middle = (shares * filled).sum(0)
        filled -= middle
        spread = np.sqrt((shares * filled * filled).sum(0))
        # what rounding alone makes of a constant column is no spread
        constant = spread <= 16 * np.finfo(float).eps * np.abs(middle)
        mean[part], scale[part] = middle * unit, np.where(constant, 1.0, spread * unit)
    return mean, scale


def quantiles(values: Floats, weights: Floats | None, shares: tuple[float, ...]) -> Floats:
    """(shares, columns) the values below which these shares of the rows lie; NaN where nothing is known.

    Each is one of the values seen, so that weights count as in a table where rows are repeated.
    """
    found = np.full((len(shares), values.shape[1]), np.nan)
    for column in range(values.shape[1]):
        known = np.isfinite(values[:, column])
        if weights is not None:
            known &= weights > 0
        if known.any():
            weighed = None if weights is None else weights[known]
            some = values[known, column]
            found[:, column] = np.quantile(some, shares, method="inverted_cdf", weights=weighed)
    return found


def learn_even(values: Floats, weights: Floats | None) -> State:
    """What `even` needs to know of (rows, columns): the range, the mean and the spread of each column."""
    known = np.isfinite(values)
    low = np.min(values, 0, where=known, initial=np.inf)
    high = np.max(values, 0, where=known, initial=-np.inf)
    low[low > high] = high[low > high] = 0.0  # nothing is known
    mean, scale = moments(values, weights)
    return {"low": low, "high": high, "mean": mean, "scale": scale}


def even(values: Floats, learned: State) -> Floats:
    """(rows, columns) minus the mean, over the spread; cut to the range that was seen, 0 where missing."""
    evened = np.clip(values, learned["low"], learned["high"])
    evened -= learned["mean"]
    evened /= learned["scale"]
    evened[np.isnan(evened)] = 0.0
    return np.ascontiguousarray(evened)
