"""Optuna's samplers inside our runs: conditions, seeds, resuming, and what they leave in a study."""

import warnings
from dataclasses import replace

import numpy as np
import pytest

from fitwright import Choice, Float, Int, Space, tune
from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Trial
from fitwright.search._replay import Ending, course, fresh
from fitwright.search.optuna import OptunaSampler
from tests.search.minimise import FLAT, RULED, TREE, best, hill, in_flight, run, told

optuna = pytest.importorskip("optuna")
PLANE = Space(x=Float(-5, 5), y=Float(-5, 5))


def bowl(config):
    return (config["x"] - 2) ** 2 + (config["y"] + 1) ** 2


def cmaes():
    pytest.importorskip("cmaes")
    return optuna.samplers.CmaEsSampler()


def qmc():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        return optuna.samplers.QMCSampler(seed=1, scramble=True)


KINDS = {
    "tpe": lambda: None,
    "random": optuna.samplers.RandomSampler,
    "nsgaii": lambda: optuna.samplers.NSGAIISampler(population_size=8),
    "qmc": qmc,
    "cmaes": cmaes,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_used_sampler_asks_what_a_fresh_one_does(kind):
    sampler, space = KINDS[kind](), Space(x=Float(-5, 5), y=Float(-5, 5), n=Int(1, 9))
    used = OptunaSampler(sampler, space, seed=1)
    history = run(used, bowl, 24)
    for number in (24, 25):
        assert used.ask(number, history) == OptunaSampler(sampler, space, seed=1).ask(number, history)
    other = OptunaSampler(sampler, space, seed=2).ask(24, history)
    assert (used.ask(24, history) == other) == (kind == "qmc")  # one sequence, whatever the seed
    assert len({repr(trial.config) for trial in history}) == 24


def test_cmaes_goes_from_generation_to_generation():
    history = run(OptunaSampler(cmaes(), PLANE, seed=3), bowl, 90)
    assert history.best(1)[0].loss < 0.01


def test_a_sequence_goes_on_where_it_was():
    history = run(OptunaSampler(qmc(), PLANE, seed=0), bowl, 33)
    rows = np.array([[trial.config["x"], trial.config["y"]] for trial in history])[1:]
    cells = {(int(x // 2.5), int(y // 2.5)) for x, y in rows}
    assert len(cells) == 16


def test_tpe_needs_fewer_trials_than_drawing_at_random():
    drawn = [best(OptunaSampler(optuna.samplers.RandomSampler(), FLAT, seed=s), hill, 60) for s in range(2)]
    learned = [best(OptunaSampler(None, FLAT, seed=s), hill, 60) for s in range(2)]
    assert np.mean(learned) < 0.5 * np.mean(drawn)


@pytest.mark.parametrize("space", [RULED, TREE])
def test_conditions_and_forbidden_combinations_hold(space):
    history = run(OptunaSampler(space=space, seed=0), lambda config: float(len(config)), 25)
    assert len(history) == 25 or space is not RULED
    assert all(space.complete(trial.config) == trial.config for trial in history)


def test_a_grid_of_optunas_ends_where_the_space_does():
    space = Space(n=Int(1, 3), kind=Choice(("a", "b")))
    grid = optuna.samplers.GridSampler({"n": [1, 2, 3], "kind": ["a", "b"]})
    history = run(OptunaSampler(grid, space), lambda config: float(config["n"]), 20)
    assert len(history) == 6


def test_what_comes_back_late_is_followed_anew():
    searcher, history = OptunaSampler(space=PLANE, seed=0), History()
    for number in range(14):
        config = searcher.ask(number, history)
        history.add(*told(number, config, bowl(config))[: 2 if number == 5 else None])
    history.add(Stepped(5, Step(), Result(1.0)), Closed(5, "done"))
    assert searcher.ask(14, history) == OptunaSampler(space=PLANE, seed=0).ask(14, history)
    other = run(OptunaSampler(space=PLANE, seed=9), bowl, 6)
    searcher.ask(6, other)
    assert searcher.ask(14, history) == OptunaSampler(space=PLANE, seed=0).ask(14, history)


def test_a_proposal_that_nobody_took_leaves_no_mark():
    history = run(OptunaSampler(space=PLANE, seed=0), bowl, 12)
    searcher = OptunaSampler(space=PLANE, seed=0)
    searcher.ask(12, history)
    assert searcher.ask(40, history) == OptunaSampler(space=PLANE, seed=0).ask(40, history)


def test_trials_of_other_spaces_failed_and_stopped_ones_are_borne():
    history = History(events=told(0, {"model": "baseline"}, 5.0))
    for number, config in enumerate(({"x": 1.0}, {"x": 0.5, "y": 9.0}, {"x": 3.0, "y": 2.0}), 1):
        history.add(Asked(number, config), Started(number, Step()), Stepped(number, Step(), Result(1.0)))
        history.add(Closed(number, "stopped"))
    history.add(*told(4, {"x": 0.25, "y": 0.25}, None))
    assert len(in_flight(OptunaSampler(space=PLANE), history, 12)) == 12


def test_a_study_on_several_workers_and_one_that_goes_on_are_the_same(tmp_path):
    given = {"search": OptunaSampler(), "random_state": 3, "lag": 4}
    whole = [t.config for t in tune(bowl, PLANE, max_trials=24, **given)]
    assert [t.config for t in tune(bowl, PLANE, max_trials=24, n_jobs=2, **given)] == whole
    tune(bowl, PLANE, max_trials=10, run_dir=tmp_path, **given)
    assert [t.config for t in tune(bowl, PLANE, max_trials=24, run_dir=tmp_path, **given)] == whole
    with pytest.raises(SettingError, match="search was"):
        tune(
            bowl, PLANE, max_trials=25, run_dir=tmp_path, random_state=3,
            search=OptunaSampler(optuna.samplers.TPESampler(n_startup_trials=3)),
        )  # fmt: skip


AIMS = {"near": "minimize", "far": "maximize"}


def two(config):
    return {"near": bowl(config), "far": -((config["x"] + 2) ** 2) - (config["y"] + 1) ** 2}


@pytest.mark.parametrize("kind", ["tpe", "nsgaii", "random"])
def test_several_losses_are_told_as_they_are_and_nothing_twice(kind):
    asked = []

    class Counting(type(KINDS[kind]() or optuna.samplers.TPESampler())):
        def sample_independent(self, study, trial, name, distribution):
            asked.append(len(study.directions))
            return super().sample_independent(study, trial, name, distribution)

    search = OptunaSampler(Counting())
    study = tune(two, PLANE, search=search, direction=AIMS, max_trials=20, random_state=1, lag=4)
    assert len(study) == 20
    assert set(asked) == {2}
    assert len(asked) <= 2 * (20 + 8)  # each trial once, and what was known already
    again = tune(two, PLANE, search=search, direction=AIMS, max_trials=20, random_state=1, n_jobs=2)
    assert [t.config for t in again] == [t.config for t in study]


def test_a_sampler_for_one_loss_sees_one():
    study = tune(two, PLANE, search=OptunaSampler(cmaes()), direction=AIMS, max_trials=10)
    assert len(study) == 10
    assert len(study.front) > 1
    limited = {"direction": AIMS, "constraints": {"far": ">= -50"}}
    assert len(tune(two, PLANE, search="optuna", max_trials=10, **limited)) == 10


def test_stopped_and_failed_trials_are_borne_with_several_losses():
    def train(config):
        if config["x"] > 4:
            raise RuntimeError("too far")
        for epoch in range(3):
            yield {name: value + epoch for name, value in two(config).items()}

    study = tune(train, PLANE, search="optuna", direction=AIMS, stopping="median", max_trials=30)
    assert {"done", "stopped"} <= {trial.state for trial in study}
    assert len(study) == 30


def test_what_was_weighed_is_told_as_it_was_measured():
    goals = Goals.read(AIMS)
    values = {"near": 3.0, "far": 5.0}
    trial = Trial(4, {"x": 1.0}, {Step(): Result(0.25, values)}, state="done")
    assert Ending.of(trial, goals) == Ending(4, "done", (3.0, -5.0))
    assert Ending.of(trial, None) == Ending(4, "done", (0.25,), (0.25,))
    assert Ending.of(replace(trial, results={Step(): Result(0.25)}), goals).state == "failed"
    assert Ending.of(replace(trial, state="stopped"), goals) == Ending(4, "stopped", ())


def test_a_sampler_that_cannot_search_a_space_says_so_and_nothing_is_lost():
    sampler = optuna.samplers.GridSampler({"x": [1.0, 2.0]})
    with pytest.raises(SettingError, match=r"GridSampler can search; it says.* y.*Take another"):
        tune(bowl, PLANE, search=OptunaSampler(sampler), max_trials=3)
    first = [{"x": 1.0, "y": 0.0}]
    with pytest.raises(SettingError, match="GridSampler") as told_:
        tune(bowl, PLANE, search=OptunaSampler(sampler), max_trials=3, first=first)
    assert told_.value.study.best_params == first[0]


def test_objectives_that_suggest_their_values_take_it_too():
    study = tune(lambda trial: trial.suggest_float("x", -5, 5) ** 2, search="optuna", max_trials=25)
    assert study.best_value < 0.3


def test_ends_come_where_a_run_that_lags_behind_has_them():
    history = run(OptunaSampler(space=PLANE), bowl, 5)
    words = [(word, number) for word, number, _ in course(list(history), 2)]
    assert words == [
        ("asked", 0), ("asked", 1), ("ended", 0), ("asked", 2), ("ended", 1), ("asked", 3), ("ended", 2),
        ("asked", 4), ("ended", 3), ("ended", 4),
    ]  # fmt: skip


def test_all_parts_of_a_sampler_are_seeded():
    inner = optuna.samplers.RandomSampler()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        outer = optuna.samplers.PartialFixedSampler({"x": 1.0}, inner)
    draws = [fresh(outer, seed)._base_sampler._rng.rng.random() for seed in (1, 1, 2)]
    assert draws[0] == draws[1] != draws[2]


@pytest.mark.parametrize("given", ["tpe", 3, optuna.samplers.TPESampler])
def test_what_is_no_sampler_is_refused(given):
    with pytest.raises(SettingError, match="TPESampler"):
        OptunaSampler(given)
