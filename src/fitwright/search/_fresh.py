"""No config twice: what has been proposed, and draws that avoid it."""

import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any, Generic, TypeVar

import numpy as np

from fitwright.core.history import History, News
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config, Trial
from fitwright.space import Choice, Domain, Float, Int, Space

T = TypeVar("T")
N = TypeVar("N", bound=Hashable)
DRAWS, MANY = 20, 1000
"""Draws before a small space is counted out, and before a large one is given up."""
FEW = 20_000
"""A space with at most so many configs can be counted out."""


def identity(config: Config) -> str:
    """The same for equal configs, whatever the order of their names; 1 and 1.0 are not equal."""
    return repr(sorted(config.items(), key=lambda item: item[0]))


class Once(Generic[T]):
    """What a function says of a trial's config; it is asked once for each."""

    def __init__(self, function: Callable[[Config], T]):
        self._function = function
        self._known: dict[int, tuple[Config, T]] = {}

    def of(self, trial: Trial) -> T:
        """Of this trial, as its config is now."""
        known = self._known.get(trial.number)
        if known is None or known[0] is not trial.config:
            known = self._known[trial.number] = (trial.config, self._function(trial.config))
        return known[1]


class Tally(Generic[N]):
    """What each trial is called now, and what any of them is."""

    def __init__(self) -> None:
        self._now: dict[int, N] = {}
        self._counts: Counter[N] = Counter()

    @property
    def names(self) -> AbstractSet[N]:
        """Of all trials; it changes with them."""
        return self._counts.keys()

    def put(self, number: int, name: N) -> None:
        """A trial is called so, in place of what it was called before."""
        before = self._now.get(number)
        if before == name:
            return
        self._now[number] = name
        self._counts[name] += 1
        if before is not None:
            self._counts[before] -= 1
            if not self._counts[before]:
                del self._counts[before]


class Seen:
    """Configs of a history that grows, each looked at once."""

    def __init__(self) -> None:
        self._identity, self._news, self._tally = Once(identity), News(), Tally[str]()

    def of(self, history: History) -> AbstractSet[str]:
        """Identities of all configs in `history`, up to the next look; nobody else writes to them."""
        again, trials = self._news.of(history)
        if again:
            self._tally = Tally()
        for trial in trials:
            self._tally.put(trial.number, self._identity.of(trial))
        return self._tally.names


def draw(space: Space, seed: int, number: int, seen: AbstractSet[str]) -> Config | None:
    """A random config that is not among `seen`, or None where there is no other."""
    rng = np.random.default_rng(seed_of(seed, "random", number))
    small = count(space) <= FEW
    for _ in range(DRAWS if small else MANY):
        config = space.sample(rng)
        if identity(config) not in seen:
            return config
    left = [config for config in every(space) if identity(config) not in seen] if small else []
    return left[rng.integers(len(left))] if left else None


def count(space: Space, points: int | None = None) -> float:
    """How many configs there are at most, conditions and forbidden ones left aside.

    Infinite where a real number varies and `points` does not cut it.
    """
    total = math.prod(_size(d, points) for name, d in space.domains.items() if name not in space.branches)
    for name, branches in space.branches.items():
        options = _options(space.domains[name], points)
        total *= sum(count(branches[str(o)], points) if str(o) in branches else 1 for o in options)
    return total


def every(space: Space, points: int | None = None) -> Iterator[Config]:
    """All configs in order, the last name varying fastest; real numbers take `points` values."""
    for _, config in Walk(space, points):
        yield config


class Walk:
    """All configs in order with their identities, each made once, as far as anybody has gone.

    Parameters
    ----------
    space, points : as for `every`.
    """

    def __init__(self, space: Space, points: int | None = None):
        self._space, self._turn = space, _Turn(points)
        self._known: list[tuple[str, Config]] = []
        self._over = False

    def __iter__(self) -> Iterator[tuple[str, Config]]:
        yield from self._known
        while not self._over:
            config = self._space.fill(self._turn.choose)
            self._over = not self._turn.advance()
            if self._space.allows(config):
                self._known.append((identity(config), config))
                yield self._known[-1]


class _Turn:
    """A counter whose digits are the options of what is open, in the order of asking."""

    def __init__(self, points: int | None):
        self.points = points
        self._known: dict[str, list[Any]] = {}
        self._digits: list[int] = []
        self._bases: list[int] = []

    def choose(self, name: str, domain: Domain) -> Any:
        if name not in self._known:
            self._known[name] = _options(domain, self.points)
        options, place = self._known[name], len(self._bases)
        self._bases.append(len(options))
        if place == len(self._digits):
            self._digits.append(0)
        return options[self._digits[place]]

    def advance(self) -> bool:
        """Count one up; False where all have been."""
        while self._digits and self._digits[-1] + 1 == self._bases[len(self._digits) - 1]:
            self._digits.pop()
        self._bases.clear()
        if self._digits:
            self._digits[-1] += 1
        return bool(self._digits)


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
    return [domain.value((i + 0.5) / size) for i in range(int(size))]


def _spread(domain: Domain, points: int) -> list[Any]:
    """At most `points` values from one end to the other."""
    return sorted({domain.at(min(i / max(points - 1, 1), 1 - 1e-12)) for i in range(points)})
