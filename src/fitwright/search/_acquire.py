"""Where a process expects most: log expected improvement, and the search for its highest point."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import erfcx, log_ndtr

from fitwright.search._process import Process
from fitwright.space import Encoding

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
ROOT2, LOG_ROOT_2PI = np.sqrt(2.0), 0.5 * np.log(2 * np.pi)
FAR = -1e4
"""So many deviations short of the best, the series for the far tail takes over."""
CLIMB, ENOUGH = 25, 1e-5
"""L-BFGS: steps, and the share of what all climbers are promised that a step has to gain."""


@dataclass(frozen=True)
class Promise:
    """The logarithm of the improvement that is expected of places, on average over kernels.

    Attributes
    ----------
    process : what is known of losses.
    best : (kernels, 1) the lowest value there is, or is expected of a trial under way.
    price : what is known of the logarithm of seconds, in units of `unit`, is taken off, so that it is the
        improvement per second; None where time does not matter.
    """

    process: Process
    best: Array
    price: Process | None = None
    unit: float = 1.0

    def of(self, Z: Array) -> Array:
        """(places,) for `Z` (places, columns)."""
        mean, deviation = self.process.predict(Z)
        found = _log_mean(log_improvement((self.best - mean) / deviation) + np.log(deviation))
        return found if self.price is None else found - self.unit * self.price.predict(Z)[0][0]

    def roughly(self) -> "Promise":
        """The same by the first kernel alone."""
        return Promise(self.process.first(), self.best[:1], self.price, self.unit)

    def slopes(self, Z: Array) -> tuple[Array, Array]:
        """The same, and its derivatives by the place (places, columns)."""
        mean, deviation, of_mean, of_deviation = self.process.slopes(Z)
        z = (self.best - mean) / deviation
        h = log_improvement(z)
        by_mean = -np.exp(log_ndtr(z) - h) / deviation
        by_deviation = np.exp(-0.5 * z * z - LOG_ROOT_2PI - h) / deviation
        values = h + np.log(deviation)  # (kernels, places)
        found = _log_mean(values)
        shares = np.exp(values - found)[:, :, None] / len(values)
        slope = (shares * (by_mean[:, :, None] * of_mean + by_deviation[:, :, None] * of_deviation)).sum(
            axis=0
        )
        if self.price is None:
            return found, slope
        mean, _, of_mean, _ = self.price.slopes(Z)
        return found - self.unit * mean[0], slope - self.unit * of_mean[0]


@dataclass(frozen=True)
class Seeker:
    """Looks for the place that promises most.

    Attributes
    ----------
    promise : of places of the columns that vary.
    encoding : what the columns mean.
    varying : (columns,) True where a column has more than one value.
    draws : places at random, and half as many around what is known.
    kept : of either are looked at closely.
    starts : of either are climbed from.
    """

    promise: Promise
    encoding: Encoding
    varying: Flags
    draws: int = 1024
    kept: int = 32
    starts: int = 3

    def seek(self, known: Array, rng: np.random.Generator) -> Array:
        """(places, columns), highest first, closed where they have to be.

        `known` (points, columns) are good places to look around, closed ones too.
        """
        even = self._roughly_ranked(rng.random((self.draws, len(self.encoding))))
        near = self._roughly_ranked(self._around(known, self.draws // 2, rng))
        starts = np.vstack([even[: self.starts], near[: self.starts]])
        found = self._with((even[:0], np.empty(0)), np.vstack([even[: self.kept], near[: self.kept]]))
        found = self._with(found, self._climb(starts, self.varying))
        for _ in range(2):
            close = [self._neighbours(row, rng) for row in found[0][:2]]
            close.append(self._around(found[0][:3], 48, rng))
            found = self._with(found, self.encoding.snap(np.vstack(close)))
        endless = self.varying & np.isinf(self.encoding.sizes)
        rows, _ = self._with(found, self._climb(found[0][:2], endless))
        return np.vstack([rows, near[self.kept :], even[self.kept :]])

    def _roughly_ranked(self, rows: Array) -> Array:
        snapped = self.encoding.snap(rows)
        found: Array = snapped[np.argsort(-self.promise.roughly().of(self._features(snapped)), kind="stable")]
        return found

    def _with(self, known: tuple[Array, Array], more: Array) -> tuple[Array, Array]:
        """Rows and what they promise, most first, once more are among them."""
        rows = np.vstack([known[0], more])
        promised = np.append(known[1], self.promise.of(self._features(more)))
        order = np.argsort(-promised, kind="stable")
        return rows[order], promised[order]

    def _features(self, rows: Array) -> Array:
        return features(rows, self.varying)

    def _around(self, known: Array, count: int, rng: np.random.Generator) -> Array:
        """(count, columns) the known places with a few columns changed a little, or much."""
        base = known[np.arange(count) % len(known)]
        base = np.where(np.isnan(base), rng.random(base.shape), base)
        changed = rng.random(base.shape) < np.maximum(0.3, 1.5 / max(1, self.varying.sum()))
        reach = 10 ** rng.uniform(-2.5, -0.5, (len(base), 1))
        moved = np.abs(base + reach * rng.standard_normal(base.shape))
        moved = np.clip(np.where(moved > 1, 2 - moved, moved), 0.0, 1.0)
        other = np.where(self.encoding.kinds, rng.random(base.shape), moved)
        return np.where(changed, other, base)

    def _climb(self, rows: Array, columns: Flags) -> Array:
        """Each row moved to a local maximum in those numbers that are open in it (L-BFGS, all at once)."""
        free = ~np.isnan(rows) & ~self.encoding.kinds & columns
        if not free.any():
            return rows
        moved = rows.copy()

        def loss(flat: Array) -> tuple[float, Array]:
            moved[free] = flat
            promise, by_place = self.promise.slopes(self._features(moved))
            slope = np.zeros_like(moved)
            slope[:, self.varying] = by_place
            return -float(promise.sum()), -slope[free]

        ends = [(0.0, 1.0)] * int(free.sum())
        moved[free] = minimize(
            loss,
            rows[free],
            jac=True,
            method="L-BFGS-B",
            bounds=ends,
            options={"maxiter": CLIMB, "ftol": ENOUGH},
        ).x
        return self.encoding.snap(moved)

    def _neighbours(self, row: Array, rng: np.random.Generator) -> Array:
        """(neighbours, columns) with one option changed, or one stepped number by a step."""
        found = []
        for column in np.flatnonzero(self.varying & np.isfinite(self.encoding.sizes) & ~np.isnan(row)):
            size = self.encoding.sizes[column]
            if self.encoding.kinds[column]:
                places = (np.arange(min(size, 50)) + 0.5) / size
            else:
                places = self.encoding.beside(int(column), row[column])
            for place in places:
                other = np.where(np.isnan(row), rng.random(len(row)), row)
                other[column] = place
                found.append(other)
        return np.array(found).reshape(len(found), len(row))


def features(rows: Array, varying: Flags) -> Array:
    """(rows, columns that vary), closed ones in the middle: there they are at no distance."""
    found: Array = np.where(np.isnan(rows), 0.5, rows)[:, varying]
    return found


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


def _log_mean(values: Array) -> Array:
    """Over the first axis; the logarithm of the mean of what these are logarithms of."""
    top = values.max(axis=0)
    found: Array = top + np.log(np.mean(np.exp(values - top), axis=0))
    return found
