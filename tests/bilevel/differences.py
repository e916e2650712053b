"""Shared by the tests of bilevel objectives: small tables, and derivatives by finite differences."""

import numpy as np
import pytest

GROUPS = ["signal", "signal", "signal", "weak", "weak", "noise", "noise", "noise"]
POINTS = (
    {"signal": 1.0, "weak": 1.0, "noise": 1.0},
    {"signal": 0.01, "weak": 5.0, "noise": 3e3},
)


def table(rows=120, classes=0, seed=0):
    """(learn, judge): numbers that three columns make, or so many classes of them."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(rows, len(GROUPS)))
    y = X[:, 0] - 0.7 * X[:, 1] + 0.5 * X[:, 2] + 0.2 * X[:, 3] + rng.normal(size=rows)
    if classes:
        y = np.searchsorted(np.quantile(y, np.arange(1, classes) / classes), y)
    half = rows // 2
    return (X[:half], y[:half]), (X[half:], y[half:])


def agree(objective, hyper, share=1e-4):
    """Each derivative equals the central difference to three digits."""
    loss, gradient = objective.gradient(hyper)
    assert loss == pytest.approx(objective.loss(hyper), rel=1e-12)
    assert list(gradient) == list(objective.space.domains)
    for name, value in hyper.items():
        above, below = (objective.loss({**hyper, name: value * (1 + s)}) for s in (share, -share))
        difference = (above - below) / (2 * share * value)
        assert gradient[name] == pytest.approx(difference, rel=5e-4), name
