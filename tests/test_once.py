"""What a function that suggests its own values may come to is tried once, and all of it."""

import math

import numpy as np
import pytest

from fitwright import tune
from fitwright.search import identity


def tree_of(rng, depth=0, path=""):
    """A function of a trial that walks a tree of names at random, whose options open others or nothing."""
    name, options = f"n{path}", [f"{place}" for place in range(rng.integers(2, 4))]
    below = {
        one: tree_of(rng, depth + 1, path + one) if depth < 2 and rng.random() < 0.6 else None
        for one in options
    }

    def walk(trial):
        taken = trial.suggest_categorical(name, options)
        return 1.0 + int(taken) + (below[taken](trial) if below[taken] else 0.0)

    def leaves():
        return sum(leaf.leaves() if leaf else 1 for leaf in below.values())

    walk.leaves = leaves
    return walk


@pytest.mark.parametrize("lag", [1, 4, 7])
@pytest.mark.parametrize("search", ["random", "tpe", "evolution", "auto"])
def test_a_tree_whose_options_may_open_nothing_is_tried_out_leaf_by_leaf(search, lag):
    for seed in range(6):
        walk = tree_of(np.random.default_rng(seed))
        study = tune(walk, search=search, max_trials=99, random_state=seed, lag=lag)
        configs = [identity(trial.config) for trial in study]
        assert len(set(configs)) == len(configs)
        assert len(configs) == walk.leaves()


@pytest.mark.slow
def test_several_jobs_try_out_a_tree_leaf_by_leaf():
    def walk(trial):
        kind = trial.suggest_categorical("kind", [None, "none", "b", "c"])
        if kind in (None, "none"):
            return 1.0
        return trial.suggest_int("x" if kind == "b" else "y", 0, 3) + 2.0

    for seed in range(3):
        study = tune(walk, max_trials=99, random_state=seed, n_jobs=3)
        alone = tune(walk, max_trials=99, random_state=seed, lag=4)
        assert [t.config for t in study] == [t.config for t in alone]
        assert len({identity(t.config) for t in study}) == len(study) == 10


def reporting(trial):
    kind = trial.suggest_categorical("kind", ["a", "b", "c"])
    trial.report(1.0, 0)
    trial.should_prune()
    return kind, trial.suggest_int("n", 0, 3)


def failing(trial):
    a = trial.suggest_int("a", 0, 2)
    if a == 1:
        raise ValueError
    return a, trial.suggest_int("b", 0, 2)


def missing(trial):
    kind = trial.suggest_categorical("kind", [math.nan, None, 1.5])
    return kind, 1 if kind is None else trial.suggest_int("n", 1, 3)


@pytest.mark.parametrize("lag", [1, 4, 7])
@pytest.mark.parametrize(("branches", "leaves"), [(reporting, 12), (failing, 7), (missing, 7)])
def test_what_reports_first_or_fails_or_is_missing_is_tried_once(branches, leaves, lag):
    for seed in range(3):
        study = tune(
            lambda trial: float(branches(trial)[1]),
            max_trials=40,
            lag=lag,
            search="random",
            random_state=seed,
        )
        assert len({identity(trial.config) for trial in study}) == len(study) == leaves
