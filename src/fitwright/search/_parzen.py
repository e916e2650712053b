"""A density over configs: one kernel for each of a few configs, and a little of everything."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from fitwright.space import Encoding

WIDEST, NARROWEST = 0.2, 0.01
"""Bandwidths as shares of a column: of a single kernel, and the least of any."""
EVENLY = 1.0
"""The weight of the even density, in kernels."""


class Parzen:
    """A mixture of kernels over all columns at once.

    A kernel is a product: a normal cut off at the ends for numbers, and for a choice its own option with the
    others sharing what is left.  In columns that are closed in a kernel's config it is even, so that
    configs of other branches are unlikely under it by their choice alone.

    Parameters
    ----------
    encoding : what the columns mean.
    rows : (kernels, columns) places; NaN where closed.
    """

    def __init__(self, encoding: Encoding, rows: NDArray[np.float64]):
        self.encoding = encoding
        count = len(rows)
        self._centres, self._options = rows, np.where(np.isfinite(encoding.sizes), encoding.sizes, 1.0)
        free = max(1, int((encoding.sizes > 1).sum()))
        width = WIDEST * max(count, 1) ** (-1.0 / (free + 4))
        cell = np.where(np.isfinite(encoding.sizes), 0.5 / encoding.sizes, 0.0)
        self._width = np.clip(np.maximum(width, cell), max(NARROWEST, 1.0 / (1 + min(count, 100))), None)
        self._stray = EVENLY / (count + EVENLY)  # the share of a choice's kernel that leaves its option
        self._weights = np.append(np.ones(count), EVENLY) / (count + EVENLY)

    def draw(self, count: int, rng: np.random.Generator) -> NDArray[np.float64]:
        """(count, columns) places in the middle of their cells; closed where their own choices say so."""
        kernel = rng.choice(len(self._weights), count, p=self._weights)
        shape = (count, len(self.encoding))
        even, u, stray = rng.random(shape), rng.random(shape), rng.random(shape)
        centres = np.vstack([self._centres, np.full(shape[1], np.nan)])[kernel]
        low, high = ndtr((0 - centres) / self._width), ndtr((1 - centres) / self._width)
        near = centres + self._width * ndtri(low + u * (high - low))
        near = np.where(self.encoding.kinds, np.where(stray < self._stray, even, centres), near)
        return self.encoding.snap(np.where(np.isnan(centres), even, np.clip(near, 0.0, 1.0)))

    def log_density(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """(rows,) of places (rows, columns), against the even density; closed columns count nothing."""
        whole = np.zeros((len(rows), len(self._weights)))
        for column in np.flatnonzero(self.encoding.sizes > 1):
            x, centre = rows[:, column, None], self._centres[None, :, column]
            kernel = self._log_kernel(int(column), x, centre)
            np.add(whole[:, :-1], kernel, out=whole[:, :-1], where=~np.isnan(kernel))
        whole += np.log(self._weights)
        peak = whole.max(axis=1, keepdims=True)
        whole -= peak
        return np.asarray(np.log(np.exp(whole, out=whole).sum(axis=1)) + peak[:, 0], np.float64)

    def _log_kernel(
        self, column: int, x: NDArray[np.float64], centre: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """(rows, kernels); NaN where either is closed."""
        if self.encoding.kinds[column]:
            options = self._options[column]
            same, other = 1 - self._stray + self._stray / options, self._stray / options
            apart = np.abs(x - centre) * options > 0.5
            found = np.where(apart, np.log(other * options), np.log(same * options))
            found = np.where(np.isnan(x) | np.isnan(centre), np.nan, found)
            return np.asarray(found, np.float64)
        width = float(self._width[column])
        inside = ndtr((1 - centre) / width) - ndtr((0 - centre) / width)
        return -0.5 * ((x - centre) / width) ** 2 - np.asarray(
            np.log(width * np.sqrt(2 * np.pi) * inside), np.float64
        )
