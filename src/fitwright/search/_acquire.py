"""Where a process expects most: log expected improvement, and the search for its highest point."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import erfcx, log_ndtr

from fitwright.search._process import Process
from fitwright.space import Encoding

Array = NDArray[np.float64]
ROOT2, LOG_ROOT_2PI = np.sqrt(2.0), 0.5 * np.log(2 * np.pi)
FAR = -1e4
"""So many deviations short of the best, the series for the far tail takes over."""


@dataclass(frozen=True)
class Seeker:
    """Looks for the place with the highest log expected improvement.

    Attributes
    ----------
    process : what is known; its columns are those of `encoding` that vary.
    best : the lowest value there is.
    encoding : what the columns mean.
    varying : (columns,) True where a column has more than one value.
    """

    process: Process
    best: float
    encoding: Encoding
    varying: NDArray[np.bool_]
    draws: int = 512
    starts: int = 5

    def seek(self, known: Array, rng: np.random.Generator) -> Array:
        """(places, columns), highest first, closed where they have to be.

        `known` (points, columns) are good places to look around; none is NaN.
        """
        columns = len(self.encoding)
        even = rng.random((self.draws, columns))
        near = self._around(known, rng)
        pool = self.encoding.snap(np.vstack([even, near]))
        order = np.argsort(-self._gain(pool), kind="stable")
        firm = self.encoding.snap(self._climb(pool[order[: self.starts]]))
        firm = np.vstack([firm, pool[order[: self.starts]]])
        for _ in range(2):
            top = firm[np.argsort(-self._gain(firm), kind="stable")[:2]]
            firm = np.vstack([firm, *(self._neighbours(row, rng) for row in top)])
        whole = np.vstack([firm, pool[order[self.starts :]]])
        found: Array = whole[np.argsort(-self._gain(whole), kind="stable")]
        return found

    def features(self, rows: Array) -> Array:
        """(rows, columns that vary), closed ones in the middle: there they are at no distance."""
        found: Array = np.where(np.isnan(rows), 0.5, rows)[:, self.varying]
        return found

    def _gain(self, rows: Array) -> Array:
        mean, deviation = self.process.predict(self.features(rows))
        return log_improvement((self.best - mean) / deviation) + np.log(deviation)

    def _around(self, known: Array, rng: np.random.Generator) -> Array:
        """(draws, columns) the known places with a few columns changed a little, or much."""
        base = known[np.arange(self.draws) % len(known)]
        changed = rng.random(base.shape) < np.maximum(0.3, 1.5 / max(1, self.varying.sum()))
        reach = 10 ** rng.uniform(-2.5, -0.5, (len(base), 1))
        moved = np.abs(base + reach * rng.standard_normal(base.shape))
        moved = np.clip(np.where(moved > 1, 2 - moved, moved), 0.0, 1.0)
        other = np.where(self.encoding.kinds, rng.random(base.shape), moved)
        return np.where(changed, other, base)

    def _climb(self, rows: Array) -> Array:
        """Each row moved to a local maximum in the numbers that are open in it (L-BFGS, all at once)."""
        free = ~np.isnan(rows) & ~self.encoding.kinds & self.varying
        if not free.any():
            return rows
        moved = rows.copy()

        def loss(flat: Array) -> tuple[float, Array]:
            moved[free] = flat
            mean, deviation, of_mean, of_deviation = self.process.slopes(self.features(moved))
            z = (self.best - mean) / deviation
            h = log_improvement(z)
            by_mean = -np.exp(log_ndtr(z) - h) / deviation
            by_deviation = np.exp(-0.5 * z * z - LOG_ROOT_2PI - h) / deviation
            slope = np.zeros_like(moved)
            slope[:, self.varying] = by_mean[:, None] * of_mean + by_deviation[:, None] * of_deviation
            return -float((h + np.log(deviation)).sum()), -slope[free]

        ends = [(0.0, 1.0)] * int(free.sum())
        moved[free] = minimize(
            loss, rows[free], jac=True, method="L-BFGS-B", bounds=ends, options={"maxiter": 30}
        ).x
        return moved

    def _neighbours(self, row: Array, rng: np.random.Generator) -> Array:
        """(neighbours, columns) with one option changed, or one stepped number by a step."""
        found = []
        for column in np.flatnonzero(self.varying & np.isfinite(self.encoding.sizes) & ~np.isnan(row)):
            size = self.encoding.sizes[column]
            if self.encoding.kinds[column]:
                places = (np.arange(min(size, 50)) + 0.5) / size
            else:
                places = np.clip(row[column] + np.array([-1.0, 1.0]) / size, 0.0, 1.0)
            for place in places:
                other = np.where(np.isnan(row), rng.random(len(row)), row)
                other[column] = place
                found.append(other)
        return self.encoding.snap(np.array(found).reshape(len(found), len(row)))


def log_improvement(z: Array) -> Array:
    """The logarithm of the improvement expected over a best that lies `z` deviations above the mean.

    It is counted in deviations, and exact far out as well, so that there is a slope everywhere (Ament et
    al., 2023).
    """
    close = np.maximum(z, -1.0)
    far = np.clip(z, FAR, -1.0)
    plain = np.log(np.exp(-0.5 * close**2 - LOG_ROOT_2PI) + close * np.exp(log_ndtr(close)))
    ratio = np.sqrt(np.pi / 2) * erfcx(-far / ROOT2)
    tail = -0.5 * far**2 - LOG_ROOT_2PI + np.log1p(far * ratio)
    series = -0.5 * z**2 - LOG_ROOT_2PI - 2 * np.log(np.maximum(-z, 1.0))
    found: Array = np.where(z > -1.0, plain, np.where(z > FAR, tail, series))
    return found
