"""Numbers of like size that no outlier can spoil."""

from typing import NamedTuple

import numpy as np

from fitwright.core.rows import Floats

FAR = 3.0
"""No number comes further from the middle than this."""
LARGE = 1e100
"""Numbers beyond it are taken as this."""
QUARTERS = 1.349
"""Between the quartiles of a normal distribution, in standard deviations."""


class Soft(NamedTuple):
    """Where the middle half of each column lies; a column of two values is taken by its spread.

    Attributes
    ----------
    middle, spread : (columns,).
    """

    middle: Floats
    spread: Floats

    @classmethod
    def of(cls, x: Floats) -> "Soft":
        """For the columns of `x` (rows, columns)."""
        x = np.clip(x, -LARGE, LARGE)
        low, middle, high = np.quantile(x, [0.25, 0.5, 0.75], axis=0)
        spread, usual = (high - low) / QUARTERS, x.std(axis=0)
        flat = high - low <= 1e-9 * (np.abs(low) + np.abs(high))
        spread = np.where(flat, usual, spread)
        middle = np.where(flat, x.mean(axis=0), middle)
        return cls(middle, np.where(spread > 1e-12 * (1 + np.abs(middle)), spread, 1.0))

    def __call__(self, x: Floats) -> Floats:
        """(rows, columns) z / sqrt(1 + (z / 3)²): near the middle as it is, and never beyond 3."""
        z = (np.clip(x, -LARGE, LARGE) - self.middle) / self.spread
        return np.asarray(z / np.hypot(1.0, z / FAR))
