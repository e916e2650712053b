"""Walks downhill from a cheap or a known config."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config, Trial
from fitwright.search._fresh import Once, Seen, draw, identity
from fitwright.search._seen import lies_in, outcomes
from fitwright.search.searcher import Searcher
from fitwright.space import Choice, Domain, Space

ATTEMPTS = 20
"""Steps that lead to known configs before one is drawn at random."""


@dataclass
class _Walk:
    """Where a walk stands; `centre` is None where a new one has to begin."""

    centre: Config | None = None
    loss: float = float("inf")
    step: float = 0.0
    misses: int = 0


class Local(Searcher):
    """Random steps from the best config of a walk: kept if better, shorter when many were not.

    The walk begins at the cheapest config: `low_cost` of each domain where it is said, the default
    elsewhere; so the first trials are quick and cost grows only where it pays.  A step goes in a random
    direction, and the opposite way next; when steps have become too short another walk begins from a random
    config (Wu, Wang and Huang, 2021, Frugal optimization for cost-related hyperparameters).

    Parameters
    ----------
    space : where to search.
    seed : with the trial's number it decides the steps.
    step : length of the first steps, as a share of each number's domain.
    shortest : when steps are shorter than that, a new walk begins.

    Examples
    --------
    >>> from fitwright.space import Int
    >>> Local(Space(trees=Int(4, 4096, log=True, low_cost=4))).ask(0, History())
    {'trees': 4}
    """

    def __init__(self, space: Space | None = None, seed: int = 0, step: float = 0.2, shortest: float = 0.01):
        super().__init__(space, seed)
        if not 0 < shortest < step <= 1:
            raise SettingError(f"Expected 0 < shortest < step <= 1; got {shortest} and {step}.")
        self.step, self.shortest = step, shortest
        self._seen, self._inside = Seen(), Once(partial(lies_in, self.space))

    def ask(self, number: int, history: History) -> Config | None:
        trials = list(history)
        taken = self._seen.of(history)
        cheap = self.space.fill(lambda _, domain: cheapest(domain))
        if identity(cheap) not in taken and self.space.allows(cheap):
            return cheap
        walk = self._walk(trials)
        if walk.centre is not None:
            for attempt in range(ATTEMPTS):
                config = self._stepped(walk, number, attempt)
                if identity(config) not in taken and self.space.allows(config):
                    return config
        return draw(self.space, self.seed, number, taken)

    def _walk(self, trials: Iterable[Trial]) -> _Walk:
        """The walk that these trials made, oldest first."""
        known = list(trials)
        walk = _Walk(step=self.step)
        patience = max(4, 2 * len(self.space))
        for trial, loss in zip(known, outcomes(known), strict=True):
            if np.isnan(loss) or not self._inside.of(trial):
                continue
            if loss < walk.loss:
                walk.centre, walk.loss, walk.misses = trial.config, loss, 0
                continue
            walk.misses += 1
            if walk.misses >= patience:
                walk.step, walk.misses = walk.step / 2, 0
            if walk.step < self.shortest:
                walk = _Walk(step=self.step)
        return walk

    def _stepped(self, walk: _Walk, number: int, attempt: int) -> Config:
        """The centre of the walk, moved; odd numbers go the opposite way of the one before."""
        centre = walk.centre or {}
        seed = seed_of(self.seed, "local", number - number % 2, attempt)
        rng, sign = np.random.default_rng(seed), -1.0 if number % 2 else 1.0
        towards = rng.standard_normal(len(centre))
        towards *= sign * walk.step * np.sqrt(len(centre)) / max(float(np.linalg.norm(towards)), 1e-12)
        moves = dict(zip(centre, towards.tolist(), strict=True))
        changes = 1.0 / max(2, len(centre))

        def choose(name: str, domain: Domain) -> Any:
            luck, other = rng.random(2)
            if name not in centre:
                return cheapest(domain)
            if isinstance(domain, Choice) and not domain.ordered:
                return domain.value(other) if luck < changes else centre[name]
            return domain.value(float(np.clip(domain.place(centre[name]) + moves[name], 0.0, 1.0)))

        return self.space.fill(choose)


def cheapest(domain: Domain) -> Any:
    """The value that is said to be cheap, else the one to begin with."""
    return domain.middle() if domain.low_cost is None else domain.low_cost
