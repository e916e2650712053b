"""Gaussian processes: how alike rows are, how likely that makes the answers, and where it is highest."""

import math
import time
from typing import Any, Literal, NamedTuple

import numpy as np

from fitwright.core.clock import Clock
from fitwright.core.rows import Floats

Kernel = Literal["matern", "rbf"]
JITTER = 1e-7
"""Share of the height that is added to the noise, so that there is always a root."""
LOOKS = 50
"""Times that the likelihood is looked at."""
LOOSE = 1.5
"""How far, in logarithms, lengths may lie from the usual one before it costs half a nat."""


class Beliefs(NamedTuple):
    """What the likelihood is maximised over.

    Attributes
    ----------
    lengths : (columns,) distances over which likeness fades.
    height : variance of the answers that the columns explain.
    noise : variance of the rest, for a row of weight 1.
    """

    lengths: Floats
    height: float
    noise: float


class Told(NamedTuple):
    """Rows and their answers.

    Attributes
    ----------
    x : (rows, columns) numbers of like size.
    y : (rows, outputs) with mean 0.
    noises : (rows,) how much noisier each row is than one of weight 1.
    """

    x: Floats
    y: Floats
    noises: Floats


def likeness(kernel: Kernel, x: Floats, known: Floats) -> Floats:
    """(rows, known) from 1 for equal rows down to 0; distances are counted in lengths."""
    return _likeness(kernel, _squares(x, known))


def root(kernel: Kernel, told: Told, beliefs: Beliefs) -> Floats:
    """(rows, rows) the lower root of the covariance of the answers."""
    from scipy.linalg import cholesky

    x = told.x / beliefs.lengths
    covariance = beliefs.height * likeness(kernel, x, x)
    covariance[np.diag_indices_from(covariance)] += (
        beliefs.noise * told.noises + JITTER * beliefs.height * len(x) ** 0.5
    )
    return np.asarray(cholesky(covariance, lower=True, overwrite_a=True, check_finite=False))


def inverse(lower: Floats) -> Floats:
    """Of the covariance, from its root."""
    from scipy.linalg.lapack import dpotri

    half = np.tril(dpotri(lower, lower=1)[0])
    return np.asarray(half + np.tril(half, -1).T)


def likeliest(kernel: Kernel, told: Told, relevance: bool, seconds: float | None, clock: Clock) -> Beliefs:
    """The beliefs under which the answers are likeliest, as far as can be found in so many seconds.

    Parameters
    ----------
    relevance : a length for each column, rather than one for all.
    """
    from scipy.optimize import minimize

    begin, columns = time.monotonic(), told.x.shape[1]
    usual = 0.5 * math.log(columns)
    spread = math.log(float((told.y**2).mean()) or 1.0)
    count = columns if relevance else 1

    def loss(theta: Floats) -> tuple[float, Floats]:
        lengths = np.exp(np.broadcast_to(theta[:-2], (columns,)))
        beliefs = Beliefs(lengths, math.exp(theta[-2]), math.exp(theta[-1]))
        value, slope = _surprise(kernel, told, beliefs)
        by_length = slope[:-2] if relevance else slope[:-2].sum(keepdims=True)
        off = (theta[:-2] - usual) / LOOSE
        slope = np.concatenate([by_length + off / LOOSE, slope[-2:]])
        return (value + 0.5 * float(off @ off)) / len(told.x), slope / len(told.x)

    def late(intermediate_result: Any) -> None:
        if seconds is not None and clock.says(time.monotonic() > begin + seconds):
            raise StopIteration

    start = np.array([*[usual] * count, spread, spread - 2.0])
    bounds = [
        *[(usual - 5.0, usual + 7.0)] * count, (spread - 6.0, spread + 6.0), (spread - 10.0, spread + 1.0),
    ]  # fmt: skip
    options = {"maxiter": LOOKS, "maxfun": LOOKS}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, callback=late, options=options)
    theta = np.asarray(found.x)
    lengths = np.exp(np.broadcast_to(theta[:-2], (columns,)))
    return Beliefs(lengths, math.exp(theta[-2]), math.exp(theta[-1]))


def _surprise(kernel: Kernel, told: Told, beliefs: Beliefs) -> tuple[float, Floats]:
    """The negative log likelihood, less a constant, and its slope by the logarithms of the beliefs."""
    x, outputs = told.x / beliefs.lengths, told.y.shape[1]
    far = _squares(x, x)
    lower = root(kernel, told, beliefs)
    turned = inverse(lower)
    alpha = turned @ told.y  # (rows, outputs)
    value = 0.5 * float((told.y * alpha).sum()) + outputs * float(np.log(np.diag(lower)).sum())
    pull = outputs * turned - alpha @ alpha.T  # (rows, rows) twice the slope by the covariance
    by_height = 0.5 * beliefs.height * float((pull * _likeness(kernel, far)).sum())
    by_noise = 0.5 * beliefs.noise * float((np.diag(pull) * told.noises).sum())
    pull *= beliefs.height * _fading(kernel, far)
    by_length = -2 * ((pull.sum(axis=1)[:, None] * x**2).sum(axis=0) - (x * (pull @ x)).sum(axis=0))
    return value, np.array([*by_length, by_height, by_noise])


def _squares(x: Floats, known: Floats) -> Floats:
    """(rows, known) squared distances."""
    lengths = np.einsum("ij,ij->i", x, x)[:, None] + np.einsum("ij,ij->i", known, known)
    lengths -= 2 * (x @ known.T)
    return np.asarray(np.maximum(lengths, 0.0, out=lengths))


def _likeness(kernel: Kernel, far: Floats) -> Floats:
    if kernel == "rbf":
        return np.exp(-0.5 * far)
    steps = np.sqrt(5 * far)
    return np.asarray((1 + steps + steps**2 / 3) * np.exp(-steps))


def _fading(kernel: Kernel, far: Floats) -> Floats:
    """The slope of likeness by the squared distance."""
    if kernel == "rbf":
        return -0.5 * np.exp(-0.5 * far)
    steps = np.sqrt(5 * far)
    return np.asarray(-5 / 6 * (1 + steps) * np.exp(-steps))
