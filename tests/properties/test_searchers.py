"""Whatever the space, a searcher keeps to its rules, and proposes nothing twice."""

import numpy as np
import pytest

from fitwright import Choice, Float, Int, Space, tune
from fitwright.core.errors import SpaceError
from fitwright.search import catalog

KINDS = (
    lambda rng: Float(-1, 1, default=0.5),
    lambda rng: Float(1e-3, 10, log=True, low_cost=10),
    lambda rng: Float(0, 1, step=float(rng.choice([0.1, 0.25])), default=0.5, prior=(0, 0.2, 1)),
    lambda rng: Int(0, int(rng.integers(0, 12))),
    lambda rng: Int(1, 500, log=True, low_cost=1),
    lambda rng: Int(1, 30, step=7),
    lambda rng: Choice(["a", "b", "c"][: int(rng.integers(1, 4))]),
    lambda rng: Choice([True, False], prior=(1, 9)),
    lambda rng: Choice([[1], [1, 2], None], default=[1, 2]),
)
NAMES = [name for name in catalog.names() if name not in ("gradient", "optuna")]


def drawn(rng, depth=0):
    """A space of up to three names, with branches, a condition and a forbidden combination now and then."""
    kinds = rng.choice(len(KINDS), int(rng.integers(1, 4)))
    space = Space({f"{'xyz'[i]}{depth}": KINDS[kind](rng) for i, kind in enumerate(kinds)})
    if depth < 2 and rng.random() < 0.6:
        below = [drawn(rng, depth + 1) if rng.random() < 0.7 else Space() for _ in range(rng.integers(1, 4))]
        branches = {f"way{depth}{i}": one for i, one in enumerate(below)}
        space = space.with_(Space.one_of(f"kind{depth}", branches))
    parent, child = rng.choice(list(space.domains), 2).tolist()
    if parent != child and rng.random() < 0.6:
        space = space.when({parent: some_of(space.domains[parent], rng)}, child)
    flat = dict(space.walk())
    tests = {name: some_of(flat[name], rng) for name in rng.choice(list(flat), 2).tolist()}
    try:
        return space.forbid(tests) if rng.random() < 0.5 else space
    except SpaceError:  # it would forbid everything
        return space


def some_of(domain, rng):
    """Some of its values."""
    if isinstance(domain, Choice):
        return [domain.at(rng.random())]
    return type(domain)(domain.low, domain.value(0.5))


def loss(config):
    rank = sum(len(name) * len(repr(value)) for name, value in config.items())
    if rank % 7 == 0:
        raise ValueError("no such thing")
    return float(rank % 31)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.slow) if n in ("auto", "bandit", "gaussian") else n for n in NAMES],
)
def test_configs_are_of_the_space_and_come_once(name, seed):
    space = drawn(np.random.default_rng(seed))
    study = tune(loss, space, search=name, max_trials=22, random_state=seed)
    assert all(space.complete(trial.config) == trial.config for trial in study)
    assert len({repr(sorted(trial.config.items())) for trial in study}) == len(study)
