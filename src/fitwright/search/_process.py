"""Gaussian processes over places of the unit cube, with gradients, in NumPy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky, solve_triangular

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]
ROOT5 = np.sqrt(5.0)
JITTER = 1e-8
LEVEL = 1.0
"""Variance of the mean: trials crowd where losses are low, so that their average says little of elsewhere."""


@dataclass(frozen=True)
class Kernel:
    """Matérn 5/2 with a weight for each column, around a trend (Matérn, 1960).

    Two options of a choice are at distance 1 in its column, whichever they are.  The trend is a sum over
    columns, of a line and a bow for a number and of a value for each option of a choice: so what little is
    known at first says something of far places too, and less is expected of the corners (Snoek et al., 2015).

    Attributes
    ----------
    weights : (columns,) inverse squared length scales.
    scale : variance around the trend, far from all data.
    noise : variance of an observation.
    line, bow : variances of the lines (and values of options) and of the bows.
    """

    weights: Array
    scale: float
    noise: float
    line: float
    bow: float

    @classmethod
    def of(cls, logs: Array) -> "Kernel":
        """From the logarithms of weights, scale, noise, line and bow, in this order."""
        scale, noise, line, bow = np.exp(logs[-4:]).tolist()
        return cls(np.exp(logs[:-4]), scale, noise, line, bow)


@dataclass(frozen=True)
class Process:
    """What is known of a function from a few of its values, under each of several kernels.

    Attributes
    ----------
    kernels : how values at two places go together.
    X : (points, columns) places.
    choices : (columns,) True where places are options without order.
    inverse : (kernels, points, points) of the Cholesky factor of the covariance of observations.
    alpha : (kernels, points) what the mean weighs covariances with.
    """

    kernels: Sequence[Kernel]
    X: Array
    choices: Flags
    inverse: Array
    alpha: Array

    def first(self) -> "Process":
        """The same under the first kernel alone."""
        return Process(self.kernels[:1], self.X, self.choices, self.inverse[:1], self.alpha[:1])

    def predict(self, Z: Array) -> tuple[Array, Array]:
        """Mean and standard deviation (kernels, places) at `Z` (places, columns)."""
        cross, _, own = self._covariance(Z, *trends(Z, self.choices))
        halved = cross @ self.inverse.transpose(0, 2, 1)
        return self._mean(cross), _root(own - np.einsum("kij,kij->ki", halved, halved))

    def slopes(self, Z: Array) -> tuple[Array, Array, Array, Array]:
        """As `predict`, then the derivatives of both, (kernels, places, columns); 0 for choices."""
        lines, bows = trends(Z, self.choices)
        cross, by_distance, own = self._covariance(Z, lines, bows)
        halved = cross @ self.inverse.transpose(0, 2, 1)
        deviation = _root(own - np.einsum("kij,kij->ki", halved, halved))
        line, bow = self._each("line"), self._each("bow")

        def pull(by_point: Array) -> Array:
            """Sum over points of what each says, times its distance in each column; then of the trends."""
            near = by_distance * by_point
            around = 2 * self._weights * (Z * near.sum(axis=2, keepdims=True) - near @ self.X)
            sloped, bent = (by_point @ term for term in self._trends)
            found: Array = around + 2 * line * sloped + 4 * bow * lines * bent
            return found

        of_own = 4 * line * lines + 8 * bow * lines * bows
        of_variance = of_own - 2 * pull(halved @ self.inverse)
        of_mean = pull(self.alpha[:, None])
        return self._mean(cross), deviation, of_mean, of_variance / (2 * deviation[:, :, None])

    def _mean(self, cross: Array) -> Array:
        found: Array = (cross @ self.alpha[:, :, None])[:, :, 0]
        return found

    def _covariance(self, Z: Array, lines: Array, bows: Array) -> tuple[Array, Array, Array]:
        """(kernels, places, points) covariances and derivatives by distance; (kernels, places) variances."""
        scale, line, bow = (self._each(name) for name in ("scale", "line", "bow"))
        alike = lines @ self._trends[0].T
        squared = self._squared(Z)
        for column in np.flatnonzero(self.choices):
            same = Z[:, column, None] == self.X[None, :, column]
            alike += same
            squared += self._options[:, column, None, None] * ~same
        around, by_distance = matern(np.maximum(squared, 0.0))
        cross = scale * around + line * alike + bow * (bows @ self._trends[1].T) + LEVEL
        trend = line[:, 0] * ((lines * lines).sum(axis=1) + self.choices.sum())
        own = trend + bow[:, 0] * (bows * bows).sum(axis=1) + scale[:, 0] + LEVEL
        return cross, scale * by_distance, own

    def _squared(self, Z: Array) -> Array:
        """(kernels, places, points) weighted squared distances in numbers."""
        A, B = Z * np.sqrt(self._weights), self._scaled
        ends: Array = (A * A).sum(axis=2)[:, :, None] + (B * B).sum(axis=2)[:, None]
        return ends - 2 * A @ B.transpose(0, 2, 1)

    def _each(self, name: str) -> Array:
        """(kernels, 1, 1) one number of every kernel."""
        return np.array([getattr(kernel, name) for kernel in self.kernels])[:, None, None]

    @cached_property
    def _options(self) -> Array:
        """(kernels, columns) weights."""
        return np.array([kernel.weights for kernel in self.kernels])

    @cached_property
    def _weights(self) -> Array:
        """(kernels, 1, columns) weights of numbers; 0 for choices."""
        return np.where(self.choices, 0.0, self._options)[:, None]

    @cached_property
    def _scaled(self) -> Array:
        """(kernels, points, columns) the places, in length scales."""
        found: Array = self.X * np.sqrt(self._weights)
        return found

    @cached_property
    def _trends(self) -> tuple[Array, Array]:
        return trends(self.X, self.choices)


def condition(kernels: Sequence[Kernel], X: Array, y: Array, choices: Flags) -> Process:
    """The process that has seen `y`, (points,) or (kernels, points), at `X` (points, columns)."""
    pairs, one = Pairs.of(X, choices), np.eye(len(X))
    inverse, alpha = [], []
    for kernel, seen in zip(kernels, np.broadcast_to(y, (len(kernels), len(X))), strict=True):
        lower = cholesky(pairs.covariance(kernel)[0], lower=True, check_finite=False)
        inverse.append(solve_triangular(lower, one, lower=True, check_finite=False))
        alpha.append(cho_solve((lower, True), seen, check_finite=False))
    return Process(kernels, X, choices, np.array(inverse), np.array(alpha))


@dataclass(frozen=True)
class Pairs:
    """What a kernel needs to know of all pairs of points, each counted once: covariances are symmetric.

    Attributes
    ----------
    one, other : (pairs,) positions of the points of a pair; the first is the higher one.
    apart : (pairs, columns) squared distances, 1 between options that differ.
    lines, bows : (pairs,) products of the trend's terms.
    own_lines, own_bows : (points,) the same of each point with itself.
    """

    one: NDArray[np.intp]
    other: NDArray[np.intp]
    apart: Array
    lines: Array
    bows: Array
    own_lines: Array
    own_bows: Array

    @classmethod
    def of(cls, X: Array, choices: Flags) -> "Pairs":
        """Of places `X` (points, columns)."""
        one, other = np.tril_indices(len(X), -1)
        apart = (X[one] - X[other]) ** 2
        apart[:, choices] = apart[:, choices] > 0
        lines, bows = trends(X, choices)
        options = int(choices.sum())
        alike = options - apart[:, choices].sum(axis=1)
        return cls(
            one,
            other,
            apart,
            (lines @ lines.T)[one, other] + alike,
            (bows @ bows.T)[one, other],
            (lines * lines).sum(axis=1) + options,
            (bows * bows).sum(axis=1),
        )

    def covariance(self, kernel: Kernel) -> tuple[Array, Array, Array]:
        """(points, points) of observations, without what lies above the diagonal, which is the same.

        Then (pairs,) of the part around the trend, and its derivatives by distance.
        """
        around, by_distance = matern(self.apart @ kernel.weights)
        around *= kernel.scale
        points = len(self.own_lines)
        whole = np.zeros((points, points))
        whole[self.one, self.other] = around + kernel.line * self.lines + kernel.bow * self.bows + LEVEL
        own = kernel.line * self.own_lines + kernel.bow * self.own_bows
        whole[np.diag_indices(points)] = own + kernel.scale + LEVEL + kernel.noise + JITTER
        return whole, around, kernel.scale * by_distance


def matern(squared: Array) -> tuple[Array, Array]:
    """Covariance at a weighted squared distance, 1 at distance 0, and its derivative by that."""
    r = ROOT5 * np.sqrt(squared)
    decay = np.exp(-r)
    return decay * (1 + r + r * r / 3), decay * (1 + r) * (-5 / 6)


def trends(X: Array, choices: Flags) -> tuple[Array, Array]:
    """(points, columns) of lines from -1 to 1, and of bows that are 0 on average; 0 for choices."""
    lines = np.where(choices, 0.0, 2 * X - 1)
    return lines, np.where(choices, 0.0, lines * lines - 1 / 3)


def _root(variance: Array) -> Array:
    found: Array = np.sqrt(np.maximum(variance, 1e-12))
    return found
