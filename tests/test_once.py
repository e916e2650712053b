"""What a function that suggests its own values may come to is tried once, and all of it."""

import math
import os
import signal
import time

import numpy as np
import pytest

from fitwright import TrialPruned, tune
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


def steps_that_open(trial):
    x = trial.suggest_float("x", 0, 0.3, step=0.1)
    return x, 1 + (trial.suggest_int("n", 0, 2) if x < 0.15 else 0)


def many_that_open(trial):
    a = trial.suggest_int("a", 0, 40)
    return a, 1 + (trial.suggest_int("n", 0, 1) if a % 8 == 0 else 0)


def scales(trial):
    return trial.suggest_int("a", 1, 2, log=True), trial.suggest_int("b", 1, 2, log=True)


def the_same(trial):
    return None, trial.suggest_int("a", 3, 3)


def other_ends(trial):
    kind = trial.suggest_categorical("kind", ["a", "b"])
    return kind, trial.suggest_int("n", 0, 2) if kind == "a" else trial.suggest_int("n", 10, 12)


def ends_that_depend(trial):
    a = trial.suggest_int("a", 0, 3)
    return a, trial.suggest_int("b", 0, a)


def other_kinds(trial):
    kernel = trial.suggest_categorical("kernel", ["rbf", "poly"])
    if kernel == "poly":
        return kernel, trial.suggest_int("gamma", 1, 5)
    gamma = trial.suggest_categorical("gamma", ["scale", math.nan, True])
    return gamma, trial.suggest_int("degree", 2, 4) if gamma is True else 1


def rarely(trial):
    a = trial.suggest_int("a", 0, 40)
    return a, trial.suggest_int("b", 0, 20) if a == 7 else 1


def an_end_that_was_computed(trial):
    return None, trial.suggest_float("x", 0, 0.3 - 0.1, step=0.1)


def alike(trial):
    return None, len(repr(trial.suggest_categorical("x", [0.0, -0.0, 1.0])))


def missing(trial):
    kind = trial.suggest_categorical("kind", [math.nan, None, 1.5])
    return kind, 1 if kind is None else trial.suggest_int("n", 1, 3)


LEAVES = {
    reporting: 12,
    failing: 7,
    missing: 7,
    steps_that_open: 8,
    many_that_open: 47,
    scales: 4,
    the_same: 1,
    other_ends: 6,
    ends_that_depend: 10,
    other_kinds: 10,
    rarely: 61,
    an_end_that_was_computed: 3,
    alike: 3,
}


@pytest.mark.parametrize("lag", [1, 4, 7])
@pytest.mark.parametrize(("branches", "leaves"), LEAVES.items())
def test_whatever_a_function_asks_for_is_tried_once(branches, leaves, lag):
    for seed in range(3):
        study = tune(
            lambda trial: float(branches(trial)[1]),
            max_trials=99,
            lag=lag,
            search="random",
            random_state=seed,
        )
        assert len({identity(trial.config) for trial in study}) == len(study) == leaves


@pytest.mark.parametrize("search", ["tpe", "evolution", "sobol", "cmaes", "auto"])
@pytest.mark.parametrize("branches", [other_ends, other_kinds, ends_that_depend, rarely])
def test_every_searcher_tries_all_there_is(branches, search):
    study = tune(lambda trial: float(branches(trial)[1]), max_trials=99, lag=4, search=search, random_state=0)
    assert len({identity(trial.config) for trial in study}) == len(study) == LEAVES[branches]


@pytest.mark.parametrize("stopping", ["median", "hyperband", "percentile", "halving"])
@pytest.mark.parametrize("lag", [1, 4])
def test_what_a_rule_has_stopped_does_not_come_again(stopping, lag):
    def objective(trial):
        dropout = trial.suggest_float("dropout", 0, 0.5, step=0.1)
        loss = dropout if dropout == 0 else dropout + trial.suggest_int("seed", 0, 3)
        for epoch in range(6):
            trial.report(loss + 1 / (1 + epoch), epoch)
            if trial.should_prune():
                raise TrialPruned
        return loss + trial.suggest_int("last", 0, 1)

    for seed in range(3):
        study = tune(objective, max_trials=99, stopping=stopping, lag=lag, random_state=seed)
        assert len({identity(trial.config) for trial in study}) == len(study) < 99
        assert any(trial.state == "stopped" for trial in study)


@pytest.mark.slow
@pytest.mark.parametrize("time_limit", [None, 600])
@pytest.mark.parametrize("branches", [missing, steps_that_open, scales])
def test_several_jobs_try_each_once(branches, time_limit):
    for seed in range(2):
        study = tune(
            lambda trial: float(branches(trial)[1]),
            max_trials=60,
            time_limit=time_limit,
            n_jobs=2,
            random_state=seed,
        )
        assert len({identity(trial.config) for trial in study}) == len(study) == LEAVES[branches]


@pytest.mark.parametrize("lag", [1, 4])
def test_a_function_that_asks_for_nothing_runs_as_often_as_one_likes(lag):
    study = tune(lambda trial: float(trial.number), max_trials=7, lag=lag, random_state=0)
    assert [trial.loss for trial in study] == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]


@pytest.mark.parametrize("lag", [1, 4])
def test_what_an_earlier_study_hands_on_comes_once(lag):
    earlier = tune(
        lambda config: config["x"] + config["n"],
        {"x": [0.0, 0.1, 0.2, 0.3], "n": [0, 1, 2]},
        search="grid",
        max_trials=12,
    )
    for seed in range(3):
        study = tune(
            lambda trial: float(sum(steps_that_open(trial))),
            max_trials=60,
            lag=lag,
            warm_start=earlier,
            random_state=seed,
        )
        assert len({identity(trial.config) for trial in study}) == len(study) == 8


def test_what_is_handed_on_goes_to_the_end_of_a_range_that_is_smaller_now(caplog):
    earlier = tune(lambda trial: -trial.suggest_int("depth", 1, 10), max_trials=10, search="random")
    with caplog.at_level("WARNING"):
        study = tune(lambda trial: -trial.suggest_int("depth", 1, 5), max_trials=9, warm_start=earlier)
    assert len({identity(trial.config) for trial in study}) == len(study) == 5
    assert {"depth": 5} in [trial.config for trial in study if trial.origin == "warm"]
    assert "{'depth': 10} does not fit, and goes on as {'depth': 5}" in caplog.text


@pytest.mark.parametrize("lag", [1, 4])
def test_what_is_handed_on_comes_once_where_the_function_asks_for_more_now(lag):
    def before(trial):
        return trial.suggest_float("x", 0, 1) + (trial.suggest_categorical("k", [math.nan, "a"]) == "a")

    def objective(trial):
        return before(trial) + trial.suggest_float("y", 0, 1)

    earlier = tune(before, max_trials=8, random_state=0)
    study = tune(objective, max_trials=12, warm_start=earlier, lag=lag)
    handed = [repr((trial.config["x"], trial.config["k"])) for trial in study if trial.origin == "warm"]
    assert len(set(handed)) == len(handed) >= 5
    assert repr((earlier.best.config["x"], earlier.best.config["k"])) == handed[0]


@pytest.mark.parametrize("search", ["random", "tpe", "auto"])
@pytest.mark.parametrize("cut", range(5))
def test_what_was_cut_between_a_report_and_the_next_name_goes_on_as_if_it_had_not_been(search, cut, tmp_path):
    reached = []

    def objective(trial):
        a = trial.suggest_int("a", 0, 9)
        trial.report(a, 0)
        trial.should_prune()
        if trial.number == cut and not reached:
            reached.append(cut)
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.3)
        return a + trial.suggest_int("b", 0, 9) / 10

    given = {"search": search, "max_trials": 7, "random_state": 0}
    tune(objective, **given, run_dir=tmp_path)
    assert reached
    again = tune(objective, **given, run_dir=tmp_path)
    assert [trial.config for trial in again] == [trial.config for trial in tune(objective, **given)]


@pytest.mark.parametrize(("search", "lag"), [("random", 7), ("tpe", 4), ("evolution", 7)])
def test_a_study_goes_on_as_if_it_had_not_ended(search, lag, tmp_path):
    def objective(trial):
        if trial.suggest_int("a", 0, 1):
            return trial.suggest_int("b", 0, 3)
        c = trial.suggest_int("c", 1, 6, log=True)
        return c + (trial.suggest_int("d", 0, 3) + trial.suggest_int("e", 0, 3) if c > 4 else 0)

    for seed in (7, 9, 12, 32, 39):
        given = {"search": search, "lag": lag, "random_state": seed}
        tune(objective, max_trials=14, run_dir=tmp_path / f"{seed}", **given)
        again = tune(objective, max_trials=40, run_dir=tmp_path / f"{seed}", **given)
        whole = tune(objective, max_trials=40, **given)
        assert [trial.config for trial in again] == [trial.config for trial in whole]
