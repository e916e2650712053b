"""Optuna's names of plots."""

import pytest

from fitwright import optuna
from fitwright.optuna import visualization


def objective(trial):
    x, y = trial.suggest_float("x", -1, 1), trial.suggest_int("y", 1, 9)
    for step in range(3):
        trial.report(x**2 + y / (1 + step), step)
    return x**2 + y


@pytest.fixture(scope="module")
def study():
    made = optuna.create_study(sampler=optuna.samplers.RandomSampler(), pruner=optuna.pruners.NopPruner())
    made.optimize(objective, n_trials=10)
    return made


ALL = [getattr(visualization, name) for name in visualization.__all__ if name.startswith("plot_")]


@pytest.mark.parametrize("plot", ALL, ids=lambda plot: plot.__name__)
def test_each_draws_a_picture(study, plot):
    assert plot(study).svg.startswith("<svg")


def test_parameters_are_chosen_and_what_is_not_known_is_named(study):
    assert visualization.plot_slice(study, params=["x"]).svg.count("<g") <= visualization.plot_slice(
        study
    ).svg.count("<g")
    with pytest.warns(UserWarning, match="target"):
        visualization.plot_contour(study, params=["x", "y"], target=lambda trial: trial.value)
    assert visualization.is_available()
    with pytest.raises(AttributeError, match=r"plot_slice.*study\.ours\.plot"):
        _ = visualization.plot_edf
