"""Kernels that explain values well: the most probable one, and draws of others that do."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_solve, cholesky
from scipy.linalg.lapack import dpotri
from scipy.optimize import minimize

from fitwright.search._process import Kernel, Pairs

Array = NDArray[np.float64]
NOISE = (1e-4, 2.0)
"""Of the variance of the noise: the most usual one, and the spread of its logarithm."""
WEIGHT = (4.0, 1.5)
"""Of a column's weight: the most usual one times the number of columns, and the spread of its logarithm."""
TREND = (0.5, 1.5)
"""The same of lines and bows."""
ITERATIONS, ENOUGH = 25, 1e-5
"""Of the search for the most probable kernel: steps, and the share of the misfit that a step has to gain."""
APART = 6
"""Steps of the sampler between two draws."""


@dataclass(frozen=True)
class Prior:
    """Beliefs about the logarithms of a kernel's numbers, each normal.

    Few columns matter much, and noise is small; the more columns, the less each matters (Hvarfner et al.,
    2024).

    Attributes
    ----------
    centre, spread : (numbers,) of the logarithms, in the order of `Kernel.of`.
    """

    centre: Array
    spread: Array

    @classmethod
    def of(cls, columns: int) -> "Prior":
        """For so many columns."""
        weight, trend = np.log(WEIGHT[0] / columns), np.log(TREND[0] / columns)
        centre = np.append(np.full(columns, weight), [0.0, np.log(NOISE[0]), trend, trend])
        spread = np.append(np.full(columns, WEIGHT[1]), [1.0, NOISE[1], TREND[1], TREND[1]])
        return cls(centre, spread)


def most_probable(pairs: Pairs, y: Array, prior: Prior) -> Array:
    """Logarithms for values `y` (points,) of variance about 1, by L-BFGS (maximum a posteriori)."""

    def loss(place: Array) -> tuple[float, Array]:
        """In units of the prior, in which all numbers are about equally unsure."""
        value, slope = misfit(pairs, y, Kernel.of(prior.centre + prior.spread * place))
        return value + 0.5 * float(place @ place), slope * prior.spread + place

    numbers = len(prior.centre)
    settings = {"maxiter": ITERATIONS, "ftol": ENOUGH}
    found = minimize(
        loss, np.zeros(numbers), jac=True, method="L-BFGS-B", bounds=[(-4.0, 4.0)] * numbers, options=settings
    )
    return prior.centre + prior.spread * np.asarray(found.x, np.float64)


class Probable:
    """The most probable kernel, then draws from all that are probable; each is made when it is asked for.

    What many kernels say together is surer than what the best one says of few points (Snoek et al., 2012).
    Drawn by elliptical slice sampling (Murray, Adams and MacKay, 2010), from the most probable one on.

    Parameters
    ----------
    X : (points, columns) places.
    y : (points,) what was seen there, of variance about 1.
    choices : (columns,) True where places are options without order.
    rng : for the draws; nobody else may use it.
    """

    def __init__(self, X: Array, y: Array, choices: NDArray[np.bool_], rng: np.random.Generator):
        self._pairs, self._prior = Pairs.of(X, choices), Prior.of(X.shape[1])
        self._y, self._rng = y, rng
        logs = most_probable(self._pairs, y, self._prior)
        place = (logs - self._prior.centre) / self._prior.spread
        self._at = place, _surprise(self._pairs, y, self._prior, place)
        self._made = [Kernel.of(logs)]

    def first(self, count: int) -> list[Kernel]:
        """So many of them."""
        while len(self._made) < count:
            for _ in range(APART):
                self._at = _step(self._pairs, self._y, self._prior, self._at, self._rng)
            self._made.append(Kernel.of(self._prior.centre + self._prior.spread * self._at[0]))
        return self._made[:count]


def _step(
    pairs: Pairs, y: Array, prior: Prior, at: tuple[Array, float], rng: np.random.Generator
) -> tuple[Array, float]:
    """The next place of the sampler, in units of the prior, and its misfit."""
    place, surprise = at
    other = rng.standard_normal(len(place))
    most = surprise + rng.standard_exponential()
    angle = rng.uniform(0.0, 2 * np.pi)
    low, high = angle - 2 * np.pi, angle
    for _ in range(50):
        moved = place * np.cos(angle) + other * np.sin(angle)
        found = _surprise(pairs, y, prior, moved)
        if found <= most:
            return moved, found
        low, high = (angle, high) if angle < 0 else (low, angle)
        angle = rng.uniform(low, high)
    return place, surprise


def _surprise(pairs: Pairs, y: Array, prior: Prior, place: Array) -> float:
    """Negative log likelihood at a place in units of the prior; infinite where it cannot be told."""
    covariance, _, _ = pairs.covariance(Kernel.of(prior.centre + prior.spread * np.clip(place, -4, 4)))
    try:
        lower = cholesky(covariance, lower=True, check_finite=False)
    except LinAlgError:
        return float("inf")
    return 0.5 * float(y @ cho_solve((lower, True), y, check_finite=False)) + _half_log_volume(lower)


def misfit(pairs: Pairs, y: Array, kernel: Kernel) -> tuple[float, Array]:
    """Negative log likelihood of `y` (points,), and its derivatives by the kernel's logarithms."""
    covariance, around, by_distance = pairs.covariance(kernel)
    lower = cholesky(covariance, lower=True, check_finite=False)
    alpha = cho_solve((lower, True), y, check_finite=False)
    inverse, _ = dpotri(lower, lower=1)  # of the covariance, its lower triangle
    pull = 2 * (inverse[pairs.one, pairs.other] - alpha[pairs.one] * alpha[pairs.other])
    own = np.diag(inverse) - alpha * alpha
    by_weight = 0.5 * kernel.weights * ((pull * by_distance) @ pairs.apart)
    others = [
        float(pull @ around) + kernel.scale * float(own.sum()),
        kernel.noise * float(own.sum()),
        kernel.line * float(pull @ pairs.lines + own @ pairs.own_lines),
        kernel.bow * float(pull @ pairs.bows + own @ pairs.own_bows),
    ]
    value = 0.5 * float(y @ alpha) + _half_log_volume(lower)
    return value, np.append(by_weight, 0.5 * np.array(others))


def _half_log_volume(lower: Array) -> float:
    return float(np.log(np.diag(lower)).sum())
