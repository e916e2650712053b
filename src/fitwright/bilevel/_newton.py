"""Newton's method and the linear systems on its way, with a matrix where there is one and without."""

from collections.abc import Callable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from fitwright.bilevel.differentiable import Hyper, Vector

HALVINGS = 30
"""Shorter and shorter tries of one step."""
SLACK = 1e-12
"""A loss that is higher by this share is not higher: it is rounding."""


class Curved(Protocol):
    """A loss of weights with its first and second derivatives, as `Bilevel` has them."""

    def inner(self, w: Vector, hyper: Hyper) -> tuple[float, Vector]:
        """Loss and gradient."""

    def hessian_product(self, w: Vector, hyper: Hyper, v: Vector) -> Vector:
        """The second derivatives, times `v`."""

    def hessian(self, w: Vector, hyper: Hyper) -> NDArray[np.float64] | None:
        """The second derivatives, or None."""

    def diagonal(self, w: Vector, hyper: Hyper) -> Vector | None:
        """Of the second derivatives, or None."""


def newton(
    problem: Curved, hyper: Hyper, start: Vector, tolerance: float, rounds: int
) -> tuple[Vector, float]:
    """Where the inner loss is lowest, and the norm of its gradient there as a share of that at the start."""
    w = start
    with np.errstate(over="ignore", invalid="ignore"):  # a step that goes too far is halved
        loss, gradient = problem.inner(w, hyper)
        first = float(np.linalg.norm(gradient)) or 1.0
        for _ in range(rounds):
            left = float(np.linalg.norm(gradient)) / first
            if not left > tolerance:
                break
            step, _ = solve(problem, w, hyper, -gradient, min(0.1, left))
            if not gradient @ step < 0:
                step = -gradient
            found = _down(problem, hyper, w, loss, step, float(gradient @ step))
            if found is None:
                break
            w, loss, gradient = found
    return w, float(np.linalg.norm(gradient)) / first


def _down(
    problem: Curved, hyper: Hyper, w: Vector, loss: float, step: Vector, slope: float
) -> tuple[Vector, float, Vector] | None:
    """The step, halved until the loss falls as the slope promises; None where it never does."""
    for turn in range(HALVINGS):
        share = 0.5**turn
        there = w + share * step
        below, gradient = problem.inner(there, hyper)
        if below <= loss + 1e-4 * share * slope + SLACK * abs(loss):
            return there, below, gradient
    return None


def solve(problem: Curved, w: Vector, hyper: Hyper, right: Vector, tolerance: float) -> tuple[Vector, float]:
    """The x with hessian · x = right, and what is left over as a share of `right`.

    By Cholesky's factors, whatever the tolerance, where the problem gives a matrix; else by conjugate
    gradients, which end early where the loss curves downwards.
    """
    size = float(np.linalg.norm(right)) or 1.0
    matrix = problem.hessian(w, hyper)
    if matrix is None:
        return _conjugate(
            lambda v: problem.hessian_product(w, hyper, v), right, problem.diagonal(w, hyper), tolerance
        )
    try:
        found = cho_solve(cho_factor(matrix), right)
    except (LinAlgError, ValueError):  # it curves downwards, or is not finite
        return np.zeros_like(right), 1.0
    return found, float(np.linalg.norm(matrix @ found - right)) / size


def _conjugate(
    times: Callable[[Vector], Vector], right: Vector, diagonal: Vector | None, tolerance: float
) -> tuple[Vector, float]:
    """Hestenes' and Stiefel's conjugate gradients (1952), with the diagonal's inverse where it is known."""
    scale = np.ones_like(right) if diagonal is None else 1 / diagonal
    size = float(np.linalg.norm(right)) or 1.0
    found, left = np.zeros_like(right), right.copy()
    eased = scale * left
    towards, power = eased, float(left @ eased)
    for _ in range(max(100, 2 * len(right))):
        if float(np.linalg.norm(left)) <= tolerance * size:
            break
        image = times(towards)
        curve = float(towards @ image)
        if not curve > 0:
            break
        found = found + power / curve * towards
        left = left - power / curve * image
        eased = scale * left
        before, power = power, float(left @ eased)
        towards = eased + power / before * towards
    return found, float(np.linalg.norm(left)) / size
