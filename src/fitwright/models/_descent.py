"""How the coefficients of linear models are found: quasi-Newton descent, finished by Newton's own steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats

Smooth = Callable[[Floats], tuple[float, Floats]]
"""Parameters to a loss and its gradient."""
SMALL = 2e7
"""Newton's steps are taken where one costs at most so many multiplications."""


def minimise(smooth: Smooth, start: Floats, l1: Floats, rounds: int) -> Floats:
    """The parameters with the lowest `smooth` + sum of `l1` * |parameters|.

    Limited-memory BFGS (Byrd et al., 1995); an absolute value is two parameters from 0 up, so that what
    does not help becomes exactly 0.

    Parameters
    ----------
    start : (parameters,) where to begin.
    l1 : (parameters,) strength of the absolute penalty for each, 0 for none.
    rounds : iterations at most.
    """
    from scipy.optimize import minimize

    options = {"maxiter": rounds, "maxfun": 2 * rounds, "maxcor": 20, "ftol": 1e-11, "gtol": 1e-6}
    if not l1.any():
        return _found(minimize(smooth, start, jac=True, method="L-BFGS-B", options=options))

    def split(both: Floats) -> tuple[float, Floats]:
        up, down = both.reshape(2, -1)
        value, slope = smooth(up - down)
        return value + float((l1 * (up + down)).sum()), np.concatenate([slope + l1, l1 - slope])

    low, high = np.where(l1 > 0, 0.0, -np.inf), np.where(l1 > 0, np.inf, 0.0)
    bounds = [*((at, None) for at in low), *((0.0, at) for at in high)]
    both = np.concatenate([start, np.zeros_like(start)])
    up, down = _found(
        minimize(split, both, jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    ).reshape(2, -1)
    return np.asarray(up - down)


def polish(problem: "Logistic | Squares", flat: Floats, l1: Floats, steps: int = 30) -> Floats:
    """Newton's steps from near the minimum to where rounding ends them; `flat` itself where too costly.

    So that equal problems (a row twice, or once with weight 2) get equal coefficients.  Steps are taken among
    the parameters that are not 0, or that the slope pulls away from 0; what would change its sign becomes 0.
    """
    if problem.bend_cost > SMALL:
        return flat
    value, slope = problem(flat)
    value += float((l1 * np.abs(flat)).sum())
    for _ in range(steps):
        active = (flat != 0) | (np.abs(slope) > l1)
        sign = np.where(flat != 0, np.sign(flat), -np.sign(slope))
        pull = np.where(active, slope + l1 * sign, 0.0)
        if np.abs(pull).max() < 1e-14:
            break
        step = np.zeros_like(flat)
        step[active] = np.linalg.solve(problem.curvature(flat)[np.ix_(active, active)], pull[active])
        found = _downhill(problem, flat, step, l1, sign, value)
        if found is None:
            break
        flat, value, slope = found
    return flat


def _downhill(
    problem: Smooth, flat: Floats, step: Floats, l1: Floats, sign: Floats, value: float
) -> tuple[Floats, float, Floats] | None:
    """The step, or a half of it, a quarter …: parameters, loss and gradient where the loss is no higher."""
    for share in 0.5 ** np.arange(10):
        ahead = flat - share * step
        ahead[(ahead * sign < 0) & (l1 > 0)] = 0.0
        smooth, slope = problem(ahead)
        value_ahead = smooth + float((l1 * np.abs(ahead)).sum())
        if value_ahead <= value + 1e-15 * abs(value) and not np.array_equal(ahead, flat):
            return ahead, value_ahead, slope
    return None


def _found(answer: Any) -> Floats:
    return np.asarray(answer.x, np.float64)


@dataclass(frozen=True)
class Logistic:
    """Mean surprise at the true class plus half the squared coefficients; the intercepts are free.

    Attributes
    ----------
    x : (rows, columns) array or CSR matrix.
    true : (rows, logits) 1 where the row is of the class; one logit is enough for two classes.
    weights : (rows,) that add up to 1.
    l2 : strength of the penalty.
    """

    x: Any
    true: Floats
    weights: Floats
    l2: float

    @property
    def size(self) -> tuple[int, int]:
        """(columns + 1, logits) of the parameters; the last row holds the intercepts."""
        return self.x.shape[1] + 1, self.true.shape[1]

    @property
    def bend_cost(self) -> float:
        """Multiplications that `curvature` takes."""
        columns, logits = self.size
        return len(self.true) * float(columns * logits) ** 2

    def __call__(self, flat: Floats) -> tuple[float, Floats]:
        """Loss and gradient at (columns + 1) * logits parameters."""
        theta = flat.reshape(self.size)
        z = self.x @ theta[:-1] + theta[-1]  # (rows, logits)
        p, surprise = shares(z), _log_total(z) - (z * self.true).sum(axis=1)
        off = (p - self.true) * self.weights[:, None]
        slope = np.empty_like(theta)
        slope[:-1] = self.x.T @ off + self.l2 * theta[:-1]
        slope[-1] = off.sum(axis=0)
        value = (surprise * self.weights).sum() + self.l2 / 2 * (theta[:-1] ** 2).sum()
        return float(value), slope.ravel()

    def curvature(self, flat: Floats) -> Floats:
        """(parameters, parameters) second derivatives."""
        columns, logits = self.size
        theta = flat.reshape(self.size)
        plain = self.x if isinstance(self.x, np.ndarray) else self.x.toarray()
        x = np.hstack([plain, np.ones((len(plain), 1))])  # (rows, columns)
        p = shares(x @ theta)
        whole = np.zeros((columns, logits, columns, logits))
        for k in range(logits):
            for j in range(k, logits):
                bend = self.weights * p[:, k] * ((k == j) - p[:, j])
                whole[:, k, :, j] = whole[:, j, :, k] = x.T @ (x * bend[:, None])
        for k in range(logits):
            np.einsum("ii->i", whole[:-1, k, :-1, k])[...] += self.l2
        if logits > 1:
            whole[-1, :, -1, :] += 1 / logits  # adding one number to all intercepts changes nothing
        return whole.reshape(columns * logits, columns * logits)


def shares(z: Floats) -> Floats:
    """(rows, logits) to probabilities: softmax, or the logistic function of a single logit."""
    from scipy.special import expit, softmax

    return np.asarray(expit(z) if z.shape[1] == 1 else softmax(z, axis=1))


def _log_total(z: Floats) -> Floats:
    """(rows,) logarithm of the sum of exponentials; a single logit stands against 0."""
    if z.shape[1] == 1:
        return np.logaddexp(0, z[:, 0])
    top = z.max(axis=1)
    return np.asarray(top + np.log(np.exp(z - top[:, None]).sum(axis=1)))


@dataclass(frozen=True)
class Squares:
    """Half the mean squared error plus half the squared coefficients, both sides centred.

    Attributes
    ----------
    gram : (columns, columns) mean product of the columns.
    along : (columns,) mean product of each column with the target.
    """

    gram: Floats
    along: Floats
    l2: float

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Loss, less a constant, and gradient at (columns,) parameters."""
        slope = self.gram @ theta - self.along + self.l2 * theta
        return float((theta * (slope - self.along)).sum() / 2), slope

    @property
    def bend_cost(self) -> float:
        """Multiplications of one step with the curvature."""
        return float(len(self.along)) ** 3 / 3

    def curvature(self, theta: Floats) -> Floats:
        """(columns, columns) second derivatives, the same everywhere."""
        return self.gram + self.l2 * np.eye(len(self.along))

    def solve(self) -> Floats:
        """(columns,) the minimum."""
        return np.asarray(np.linalg.solve(self.curvature(self.along), self.along))


@dataclass(frozen=True)
class WideSquares:
    """As `Squares`, for so many columns that their products would not fit.

    Attributes
    ----------
    x : (rows, columns) array or CSR matrix.
    middle : (columns,) weighted means of the columns.
    y : (rows,) centred target.
    weights : (rows,) that add up to 1.
    """

    x: Any
    middle: Floats
    y: Floats
    weights: Floats
    l2: float

    def __call__(self, theta: Floats) -> tuple[float, Floats]:
        """Loss and gradient at (columns,) parameters."""
        off: NDArray[np.float64] = self.x @ theta - (self.middle * theta).sum() - self.y  # (rows,)
        pull = off * self.weights
        slope = self.x.T @ pull - self.middle * pull.sum() + self.l2 * theta
        return float((off * pull).sum() / 2 + self.l2 / 2 * (theta**2).sum()), np.asarray(slope)
