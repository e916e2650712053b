"""The first configs of a searcher that has nothing to learn from yet: the default, then even draws."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config
from fitwright.search._fresh import draw, identity
from fitwright.search._seen import Observed
from fitwright.space import Encoding, Space


def opening(space: Space, seed: int, number: int, count: int, taken: AbstractSet[str]) -> Config | None:
    """The default config if nobody tried it, else one of `count` draws of which no two share a stripe.

    The draws are a Latin hypercube (McKay, Beckman and Conover, 1979), bent by priors as every draw is.
    """
    default = space.default()
    if identity(default) not in taken:
        return default
    names = [name for name, _ in space.walk()]
    rng = np.random.default_rng(seed_of(seed, "opening"))
    stripes = rng.permuted(np.tile(np.arange(count), (len(names), 1)), axis=1)
    rng = np.random.default_rng(seed_of(seed, "opening", number))
    for turn in range(count):
        at = (number + turn) % count
        places = (stripes[:, at] + rng.random(len(names))) / count
        config = space.at(dict(zip(names, places.tolist(), strict=True)))
        if identity(config) not in taken and space.allows(config):
            return config
    return draw(space, seed, number, taken)


def first_fresh(
    encoding: Encoding, rows: Iterable[NDArray[np.float64]], taken: AbstractSet[str]
) -> Config | None:
    """The config of the first row (columns,) that is allowed and was not proposed before."""
    for row in rows:
        config = encoding.config(row)
        if identity(config) not in taken and encoding.space.allows(config):
            return config
    return None


def settled(observed: Observed) -> NDArray[np.float64]:
    """(trials,) losses, failures at the worst of the others; NaN for what is under way."""
    worst = observed.losses[observed.scored].max() if observed.scored.any() else 0.0
    return np.where(np.isinf(observed.losses), worst, observed.losses)
