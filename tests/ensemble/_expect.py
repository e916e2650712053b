"""Candidates to weigh."""

import numpy as np

from fitwright.core.rows import Rows


def numbers(noises, count=300, seed=0):
    """The truth, and candidates with errors of these sizes that have nothing in common."""
    rng = np.random.default_rng(seed)
    y = rng.normal(size=count)
    return Rows(y), np.stack([(y + noise * rng.normal(size=count))[:, None] for noise in noises])


def classes(noises, number=2, count=300, seed=0, shares=None):
    """Codes, and probabilities that are the better the smaller the noise is."""
    rng = np.random.default_rng(seed)
    y = np.concatenate([np.arange(number), rng.choice(number, count - number, p=shares)])
    held = []
    for noise in noises:
        z = 2.0 * (y[:, None] == np.arange(number)) + noise * rng.normal(size=(count, number))
        held.append(np.exp(z) / np.exp(z).sum(axis=1, keepdims=True))
    return Rows(y), np.stack(held)
