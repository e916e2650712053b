"""Optuna's names of samplers."""

import pytest

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
