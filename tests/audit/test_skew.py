"""Numbers that a few rows rule."""

import numpy as np

from tests.audit._acts import found, noise


def test_a_target_and_a_column_with_a_giant():
    y = np.random.default_rng(0).normal(size=300)
    y[7] = 1e4
    columns = noise()
    columns["size"] = columns["size"].copy()
    columns["size"][9] = -1e5
    target, column = found("skew", columns, y)
    assert (target.severity, target.columns) == ("warning", ())
    assert "mae" in target.advice
    assert (column.severity, column.columns) == ("info", ("size",))


def test_bells_and_exponentials_are_fine():
    rng = np.random.default_rng(0)
    assert not found("skew", {**noise(), "wait": rng.exponential(size=300)}, rng.exponential(size=300))
