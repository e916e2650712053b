"""A Gaussian process over places of the unit cube, with gradients, in NumPy."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve, cholesky, solve_triangular
from scipy.optimize import minimize

Array = NDArray[np.float64]
ROOT5 = np.sqrt(5.0)
JITTER = 1e-8
NOISE = (1e-4, 2.0)
"""Of the variance of the noise: the most usual one, and the spread of its logarithm."""
SPREAD = 1.5
"""Of the logarithm of a column's weight."""


@dataclass(frozen=True)
class Kernel:
    """Matérn 5/2 with a weight for each column (Matérn, 1960).

    Two options of a choice are at distance 1 in its column, whichever they are.

    Attributes
    ----------
    weights : (columns,) inverse squared length scales.
    scale : variance far from all data.
    noise : variance of an observation.
    """

    weights: Array
    scale: float
    noise: float

    @classmethod
    def of(cls, logs: Array) -> "Kernel":
        """From the logarithms of weights, scale and noise, in this order."""
        return cls(np.exp(logs[:-2]), float(np.exp(logs[-2])), float(np.exp(logs[-1])))

    def of_distance(self, squared: Array) -> tuple[Array, Array]:
        """Covariance at a weighted squared distance, and its derivative by that."""
        r = ROOT5 * np.sqrt(squared)
        decay = self.scale * np.exp(-r)
        return decay * (1 + r + r * r / 3), decay * (1 + r) * (-5 / 6)


@dataclass(frozen=True)
class Process:
    """What is known of a function from a few of its values.

    Attributes
    ----------
    kernel : how values at two places go together.
    X : (points, columns) places.
    choices : (columns,) True where places are options without order.
    """

    kernel: Kernel
    X: Array
    choices: NDArray[np.bool_]
    lower: Array
    """(points, points) Cholesky factor of the covariance of observations."""
    alpha: Array
    """(points,) what the mean weighs covariances with."""

    def predict(self, Z: Array) -> tuple[Array, Array]:
        """Mean and standard deviation (places,) at `Z` (places, columns)."""
        cross, _ = self.kernel.of_distance(self._squared(Z))
        halved = solve_triangular(self.lower, cross.T, lower=True, check_finite=False)
        variance = self.kernel.scale - np.einsum("ij,ij->j", halved, halved)
        deviation: Array = np.sqrt(np.maximum(variance, 1e-12))
        return cross @ self.alpha, deviation

    def slopes(self, Z: Array) -> tuple[Array, Array, Array, Array]:
        """As `predict`, then the derivatives of both by the place, (places, columns); 0 for choices."""
        cross, by_distance = self.kernel.of_distance(self._squared(Z))
        solved = cho_solve((self.lower, True), cross.T, check_finite=False).T
        deviation = np.sqrt(np.maximum(self.kernel.scale - np.sum(cross * solved, axis=1), 1e-12))
        weights = 2 * np.where(self.choices, 0.0, self.kernel.weights)

        def pull(by_point: Array) -> Array:
            """Sum over points of what each says, times its distance in each column."""
            found: Array = weights * (Z * by_point.sum(axis=1, keepdims=True) - by_point @ self.X)
            return found

        of_mean, of_variance = pull(by_distance * self.alpha), -2 * pull(by_distance * solved)
        return cross @ self.alpha, deviation, of_mean, of_variance / (2 * deviation[:, None])

    def _squared(self, Z: Array) -> Array:
        """(places, points) weighted squared distances."""
        numbers, choices = ~self.choices, self.choices
        root = np.sqrt(self.kernel.weights[numbers])
        A, B = Z[:, numbers] * root, self.X[:, numbers] * root
        squared = (A * A).sum(axis=1)[:, None] + (B * B).sum(axis=1)[None] - 2 * A @ B.T
        for column in np.flatnonzero(choices):
            apart = Z[:, column, None] != self.X[None, :, column]
            squared += self.kernel.weights[column] * apart
        found: Array = np.maximum(squared, 0.0)
        return found


def condition(kernel: Kernel, X: Array, y: Array, choices: NDArray[np.bool_]) -> Process:
    """The process that has seen `y` (points,) at `X` (points, columns)."""
    squared = np.einsum("ijd,d->ij", _apart(X, choices), kernel.weights)
    covariance, _ = kernel.of_distance(squared)
    covariance[np.diag_indices(len(X))] += kernel.noise + JITTER
    lower = cholesky(covariance, lower=True, check_finite=False)
    return Process(kernel, X, choices, lower, cho_solve((lower, True), y, check_finite=False))


def fit(X: Array, y: Array, choices: NDArray[np.bool_], iterations: int = 40) -> Kernel:
    """The most probable kernel for values `y` (points,) of mean about 0 and variance about 1.

    Priors keep it sober: few columns matter much, noise is small (maximum a posteriori, by L-BFGS).
    """
    apart = _apart(X, choices).reshape(len(X) ** 2, -1)
    centre = np.append(np.full(X.shape[1], _usual(X.shape[1])), [0.0, np.log(NOISE[0])])
    spread = np.append(np.full(X.shape[1], SPREAD), [1.0, NOISE[1]])
    bounds = [(c - 4 * s, c + 4 * s) for c, s in zip(centre, spread, strict=True)]

    def loss(logs: Array) -> tuple[float, Array]:
        value, slope = _misfit(Kernel.of(logs), apart, y)
        away = (logs - centre) / spread
        return value + 0.5 * float(away @ away), slope + away / spread

    found = minimize(
        loss, centre, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": iterations}
    )
    return Kernel.of(np.asarray(found.x, np.float64))


def _usual(columns: int) -> float:
    """The logarithm of the usual weight: the more columns, the less each matters (Hvarfner et al., 2024)."""
    return float(np.log(4.0 / columns))


def _misfit(kernel: Kernel, apart: Array, y: Array) -> tuple[float, Array]:
    """Negative log likelihood, and its derivatives by the logarithms of weights, scale and noise."""
    count = len(y)
    clean, by_distance = kernel.of_distance((apart @ kernel.weights).reshape(count, count))
    covariance = clean.copy()
    covariance[np.diag_indices(count)] += kernel.noise + JITTER
    lower = cholesky(covariance, lower=True, check_finite=False)
    inverse = cho_solve((lower, True), np.eye(count), check_finite=False)
    alpha = inverse @ y
    value = 0.5 * float(y @ alpha) + float(np.log(np.diag(lower)).sum())
    pull = inverse - np.outer(alpha, alpha)
    by_weight = 0.5 * kernel.weights * ((pull * by_distance).ravel() @ apart)
    by_scale = 0.5 * float((pull * clean).sum())
    by_noise = 0.5 * kernel.noise * float(np.trace(pull))
    return value, np.append(by_weight, [by_scale, by_noise])


def _apart(X: Array, choices: NDArray[np.bool_]) -> Array:
    """(points, points, columns) squared distances, 1 between options that differ."""
    apart = (X[:, None] - X[None]) ** 2
    apart[:, :, choices] = apart[:, :, choices] > 0
    return apart
