"""Optuna's names of samplers."""

import time

import pytest

from fitwright import optuna
from fitwright.optuna import samplers


@pytest.mark.parametrize(
    ("sampler", "word"),
    [
        (samplers.RandomSampler(seed=3), "random"),
        (samplers.QMCSampler(seed=3), "sobol"),
        (samplers.CmaEsSampler(seed=3), "cmaes"),
        (samplers.TPESampler(seed=3, multivariate=True), "tpe"),
        (samplers.GPSampler(seed=3), "gaussian"),
        (samplers.NSGAIISampler(seed=3, population_size=10), "evolution"),
        (samplers.NSGAIIISampler(seed=3), "evolution"),
        (samplers.BruteForceSampler(seed=3), "random"),
    ],
)
def test_each_stands_for_one_of_ours(sampler, word):
    known = sampler.search if isinstance(sampler.search, str) else type(sampler.search).__module__
    assert known.endswith(word)
    assert sampler.seed == 3


def test_settings_are_handed_on_and_others_named():
    assert samplers.TPESampler(n_startup_trials=33).search.startup == 33
    with pytest.warns(UserWarning, match="gamma"):
        samplers.TPESampler(gamma=lambda n: 3)


def test_a_grid_is_every_combination():
    grid = samplers.GridSampler({"x": [1, 2], "y": ["a", "b"]})
    assert grid.configs == ({"x": 1, "y": "a"}, {"x": 1, "y": "b"}, {"x": 2, "y": "a"}, {"x": 2, "y": "b"})
    assert grid.alone


def test_those_that_are_not_there_are_named():
    with pytest.raises(AttributeError, match=r"TPESampler.*Optuna's own"):
        _ = samplers.PartialFixedSampler


@pytest.mark.parametrize("asks", [False, True])
def test_what_trials_take_does_not_matter_to_a_gaussian_process(asks):
    def objective(trial):
        x = trial.suggest_float("x", 0, 1)
        time.sleep(next(naps))
        return (x - 0.3) ** 2

    found = []
    for order in (1, -1):
        naps = iter([0.0, 0.004, 0.0, 0.008, 0.0, 0.016][::order] * 2)
        study = optuna.create_study(sampler=samplers.GPSampler(seed=1, n_startup_trials=4))
        if asks:
            for _ in range(12):
                trial = study.ask()
                study.tell(trial, objective(trial))
        else:
            study.optimize(objective, n_trials=12)
        found.append([trial.params for trial in study.trials])
    assert found[0] == found[1]
