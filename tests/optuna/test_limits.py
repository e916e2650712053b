"""Limits of an objective's own: what keeps them is sought and preferred."""

import numpy as np
import pytest

from fitwright import optuna
from fitwright.core.errors import SettingError
from fitwright.optuna.trial import TrialState

SAMPLERS = {
    "tpe": optuna.samplers.TPESampler,
    "gaussian": optuna.samplers.GPSampler,
    "evolution": lambda **given: optuna.samplers.NSGAIISampler(population_size=10, **given),
}


def low(trial):
    """Low where x is, and allowed from 1 on."""
    x = trial.suggest_float("x", -5, 5)
    trial.set_user_attr("short of", [1 - x, -7.0])
    return x


def short(trial):
    assert trial.state is TrialState.RUNNING
    assert trial.params["x"] + trial.user_attrs["short of"][0] == pytest.approx(1)
    return trial.user_attrs["short of"]


@pytest.mark.parametrize("name", SAMPLERS)
def test_what_keeps_the_limits_is_sought_and_best(name):
    study = optuna.create_study(sampler=SAMPLERS[name](seed=1, constraints_func=short))
    study.optimize(low, n_trials=40)
    assert 1 <= study.best_value < 1.6
    assert study.best_params["x"] == study.best_value
    assert sum(trial.params["x"] >= 1 for trial in study.trials[20:]) > 10
    assert study.trials[3].constraints == {"0": 1 - study.trials[3].params["x"], "1": -7.0}
    assert study.trials[3].system_attrs == {"constraints": [1 - study.trials[3].params["x"], -7.0]}
    assert study.ours.best.number == study.best_trial.number
    assert [trial.number for trial in study.best_trials] == [study.best_trial.number]


def test_limits_may_be_an_array():
    sampler = optuna.samplers.TPESampler(constraints_func=lambda trial: np.array([-1.0, trial.number - 1.5]))
    study = optuna.create_study(sampler=sampler)
    study.optimize(lambda trial: -trial.suggest_float("x", 0, 1), n_trials=4)
    assert study.trials[3].constraints == {"0": -1.0, "1": 1.5}
    assert study.best_trial.number in (0, 1)


def test_a_trial_tells_of_its_limits_itself():
    def objective(trial):
        x = trial.suggest_float("x", -5, 5)
        trial.set_constraint("at least 1", 1 - x)
        assert trial.constraints == {"at least 1": 1 - x}
        with pytest.warns(UserWarning, match="set before"):
            trial.set_constraint("at least 1", -9)
        return x, (x - 3) ** 2

    study = optuna.create_study(directions=["minimize"] * 2, sampler=optuna.samplers.NSGAIISampler(seed=2))
    study.optimize(objective, n_trials=30)
    assert study.best_trials
    assert all(1 <= trial.params["x"] <= 3 for trial in study.best_trials)
    assert {trial.number for trial in study.ours.front} == {trial.number for trial in study.best_trials}


def test_trials_that_are_asked_for_and_come_from_elsewhere_have_limits(tmp_path):
    sampler = optuna.samplers.TPESampler(seed=1, constraints_func=lambda trial: [trial.user_attrs["c"]])
    study = optuna.create_study(sampler=sampler, storage=tmp_path / "study.db")
    for value, by in ((1.0, 2.0), (2.0, 0.0), (3.0, -1.0)):
        trial = study.ask()
        trial.suggest_float("x", 0, 1)
        trial.set_user_attr("c", by)
        study.tell(trial, value)
    assert study.best_value == 2.0
    made = optuna.create_trial(value=1.5, constraints={"c": -1.0, "d": 0.5})
    study.add_trials([made, optuna.create_trial(value=1.7, constraints={"c": -1.0})])
    again = optuna.load_study(study_name=None, storage=tmp_path / "study.db")
    assert [trial.constraints for trial in again.trials] == [
        {"0": 2.0}, {"0": 0.0}, {"0": -1.0}, {"c": -1.0, "d": 0.5}, {"c": -1.0},
    ]  # fmt: skip
    assert again.best_value == 1.7
    assert [trial.value for trial in again.best_trials] == [1.7]


def test_no_trial_that_keeps_them_is_a_value_error():
    study = optuna.create_study()
    study.optimize(
        lambda trial: trial.set_constraint("never", 1) or trial.suggest_float("x", 0, 1), n_trials=3
    )
    with pytest.raises(ValueError, match="keep all limits"):
        _ = study.best_trial
    assert study.best_trials == []


@pytest.mark.parametrize("wrong", [3, "0", ["high"], [float("nan")]])
def test_what_is_no_limit_is_said(wrong):
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(constraints_func=lambda trial: wrong))
    with pytest.raises(SettingError, match="Expected constraint"):
        study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=1)
    assert study.trials[0].state == TrialState.FAIL


def test_limits_are_known_to_optuna_too():
    real = pytest.importorskip("optuna")
    study = optuna.create_study()
    for number, by in enumerate((1.0, -1.0)):
        study.add_trial(optuna.create_trial(value=number, constraints={"c": by}))
    assert study.ours.to_optuna().best_value == study.best_value == 1.0
    other = optuna.create_study()
    other.add_trials(study.ours.to_optuna().trials)
    assert (other.best_value, real.__name__) == (1.0, "optuna")


def test_samplers_of_optunas_own_know_of_limits():
    real = pytest.importorskip("optuna")
    with pytest.warns(Warning, match="constraints_func"):
        sampler = real.samplers.TPESampler(constraints_func=lambda trial: trial.user_attrs["short of"])
    study = optuna.create_study(sampler=sampler)
    study.optimize(low, n_trials=40)
    assert sum(trial.params["x"] >= 0.5 for trial in study.trials[20:]) > 10
    told = optuna.create_study(sampler=real.samplers.TPESampler())
    told.optimize(
        lambda trial: (low(trial), trial.set_constraint("c", 1 - trial.params["x"]))[0], n_trials=40
    )
    assert sum(trial.params["x"] >= 0.5 for trial in told.trials[20:]) > 10
