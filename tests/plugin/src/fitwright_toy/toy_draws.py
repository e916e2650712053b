"""Draws, again and again, until one is new."""

import numpy as np

from fitwright.search.searcher import Searcher

PATIENCE = 1000
"""Draws without a new one after which the space is said to be tried out."""


class ToyDraws(Searcher):
    """Draws at random whatever has not been tried."""

    def ask(self, number, history):
        tried = [trial.config for trial in history]
        rng = np.random.default_rng([self.seed, number])
        drawn = (self.space.sample(rng) for _ in range(PATIENCE))
        return next((config for config in drawn if config not in tried), None)
