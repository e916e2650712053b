"""Rows and predictions to compare with scikit-learn's own numbers."""

import numpy as np
import pytest

from fitwright.core.rows import Rows


def asked(classes, count=300, seed=0, weights=True):
    """Rows with codes (or numbers, where `classes` is 1) and predictions with some ties."""
    rng = np.random.default_rng(seed)
    heavy = rng.integers(1, 4, count).astype(float) if weights else None
    if classes == 1:
        y = rng.normal(size=count)
        return Rows(y, heavy), (y + rng.normal(size=count)).round(1)[:, None]
    y = np.concatenate([np.arange(classes), rng.integers(0, classes, count - classes)])
    p = rng.random((count, classes)).round(1) + 0.1 + 0.5 * (y[:, None] == np.arange(classes))
    return Rows(y, heavy), p / p.sum(axis=1, keepdims=True)


def positive(count=300, weights=True):
    """Rows with numbers above 0, some of them equal, and predictions above 0."""
    rows, p = asked(1, count, weights=weights)
    return Rows(np.exp(rows.answers).round(1) + 0.1, rows.weights), np.exp(p)


CASES = pytest.mark.parametrize(
    ("classes", "weights"), [(2, False), (2, True), (4, False), (4, True)], ids=str
)


def repeated(rows):
    """The rows as often as their weight says, each with weight 1, and where they come from."""
    at = np.repeat(np.arange(len(rows)), rows.weights.astype(int))
    return Rows(rows.answers[at]), at
