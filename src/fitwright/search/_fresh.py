"""No config twice: what has been proposed, and draws that avoid it."""

import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from fitwright.core.history import History
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config
from fitwright.space import Choice, Domain, Float, Int, Space

DRAWS = 20
"""Draws before a small space is counted out."""
FEW = 20_000
"""A space with at most so many configs can be counted out."""


def identity(config: Config) -> str:
    """The same for equal configs, whatever the order of their names; 1 and 1.0 are not equal."""
    return repr(sorted(config.items(), key=lambda item: item[0]))


class Seen:
    """Configs of a history, remembered by trial so that each is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Config, str]] = {}

    def of(self, history: History) -> set[str]:
        """Identities of all configs in `history`."""
        return {self._identity(trial.number, trial.config) for trial in history}

    def _identity(self, number: int, config: Config) -> str:
        known = self._known.get(number)
        if known is None or known[0] is not config:
            known = self._known[number] = (config, identity(config))
        return known[1]


def draw(space: Space, seed: int, number: int, seen: set[str]) -> Config | None:
    """A random config that is not among `seen`, or None where there is no other."""
    rng = np.random.default_rng(seed_of(seed, "random", number))
    config = space.sample(rng)
    for _ in range(DRAWS):
        if identity(config) not in seen:
            return config
        config = space.sample(rng)
    if count(space) > FEW:
        return config
    left = [config for config in every(space) if identity(config) not in seen]
    return left[rng.integers(len(left))] if left else None


def count(space: Space, points: int | None = None) -> float:
    """How many configs there are; infinite where a real number varies and `points` does not cut it."""
    total = math.prod(_size(d, points) for name, d in space.domains.items() if name not in space.branches)
    for name, branches in space.branches.items():
        options = _options(space.domains[name], points)
        total *= sum(count(branches[str(o)], points) if str(o) in branches else 1 for o in options)
    return total


def every(space: Space, points: int | None = None) -> Iterator[Config]:
    """All configs in order, the last name varying fastest; real numbers take `points` values."""
    names = list(space.domains)
    for values in itertools.product(*(_options(space.domains[name], points) for name in names)):
        config = dict(zip(names, values, strict=True))
        below = [
            [
                {f"{chosen}.{key}": value for key, value in inner.items()}
                for inner in every(branches[chosen], points)
            ]
            for name, branches in space.branches.items()
            if (chosen := str(config[name])) in branches
        ]
        for parts in itertools.product(*below):
            yield dict(itertools.chain(config.items(), *(part.items() for part in parts)))


def _size(domain: Domain, points: int | None) -> float:
    """How many values `_options` would give; infinite where it would not end."""
    if isinstance(domain, Choice):
        return len(domain.options)
    if isinstance(domain, Int):
        whole: float = (domain.high - domain.low) // domain.step + 1
    elif isinstance(domain, Float) and domain.step is not None:
        whole = math.floor((domain.high - domain.low) / domain.step + 1e-9) + 1
    else:
        whole = 1 if isinstance(domain, Float) and domain.low == domain.high else math.inf
    return whole if points is None or whole <= points else len(_spread(domain, points))


def _options(domain: Domain, points: int | None) -> list[Any]:
    """The values of a domain in ascending order, at most `points` of them."""
    if isinstance(domain, Choice):
        return list(domain.options)
    size = _size(domain, None)
    if points is not None and size > points:
        return _spread(domain, points)
    if isinstance(domain, Int):
        return list(range(domain.low, domain.high + 1, domain.step))
    return [domain.at((i + 0.5) / size) for i in range(int(size))]


def _spread(domain: Domain, points: int) -> list[Any]:
    """At most `points` values from one end to the other."""
    return sorted({domain.at(min(i / max(points - 1, 1), 1 - 1e-12)) for i in range(points)})
