"""What scripts of Optuna's users give, and what they read, in forms of their own."""

import logging

import numpy as np
import pytest

from fitwright import optuna
from fitwright.optuna import samplers
from fitwright.optuna.logging import get_logger


@pytest.mark.parametrize("answer", [np.array(2.0), np.array([2.0]), (2.0,), [2], np.float32(2)], ids=repr)
def test_one_value_is_taken_in_any_form(answer):
    study = optuna.create_study()
    study.optimize(lambda trial: answer, n_trials=1)
    assert study.trials[0].values == [2.0]
    trial = study.ask()
    assert study.tell(trial, answer).value == 2.0


def test_true_is_one():
    study = optuna.create_study()
    study.optimize(lambda trial: True, n_trials=1)
    assert study.best_value == 1.0


def test_whole_floats_are_whole_numbers():
    study = optuna.create_study()
    study.enqueue_trial({"n": 3.0})
    study.optimize(lambda trial: trial.suggest_int("n", 1, 5), n_trials=1)
    assert study.trials[0].params == {"n": 3}
    told = optuna.trial.create_trial(
        value=1.0, params={"n": 4.0}, distributions={"n": optuna.distributions.IntDistribution(1, 5)}
    )
    study.add_trial(told)
    assert study.trials[1].params == {"n": 4}
    assert isinstance(study.trials[1].params["n"], int)


def test_a_grid_of_floats_is_gone_through_for_whole_numbers():
    grid = {"n": np.linspace(1, 3, 3), "x": [0, 1]}
    study = optuna.create_study(sampler=samplers.GridSampler(grid))
    study.optimize(lambda trial: trial.suggest_int("n", 1, 5) + trial.suggest_float("x", 0, 1))
    assert {(t.params["n"], t.params["x"]) for t in study.trials} == {
        (n, x) for n in (1, 2, 3) for x in (0.0, 1.0)
    }


@pytest.mark.parametrize("kind", [samplers.TPESampler, samplers.GPSampler, samplers.RandomSampler])
def test_what_is_not_fixed_differs_from_the_first_trial_on(kind):
    study = optuna.create_study(sampler=samplers.PartialFixedSampler({"y": 0.25}, kind(seed=0)))
    study.optimize(lambda trial: sum(trial.suggest_float(name, 0, 1) for name in "xyz"), n_trials=8)
    assert {trial.params["y"] for trial in study.trials} == {0.25}
    assert len({trial.params["x"] for trial in study.trials}) == 8


def test_a_study_that_is_missing_is_a_key_error_as_there(tmp_path):
    with pytest.raises(KeyError) as raised:
        optuna.load_study(study_name="none", storage=tmp_path / "studies.db")
    assert str(raised.value).startswith("Expected a study that is kept in ")
    with pytest.raises(KeyError):
        optuna.delete_study(study_name="none", storage=tmp_path / "studies.db")


def test_states_say_what_they_are():
    assert str(optuna.trial.TrialState.PRUNED) == "TrialState.PRUNED"


def test_the_logger_of_their_name_hears_of_trials():
    heard = []
    handler = logging.Handler()
    handler.emit = lambda record: heard.append(record.getMessage())
    get_logger("optuna").addHandler(handler)
    try:
        optuna.create_study().optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=1)
    finally:
        get_logger("optuna").removeHandler(handler)
    assert any("Trial 0" in line for line in heard)
    assert get_logger("mine").name == "mine"


def test_who_tries_all_there_is_before_the_last_trial_is_told(caplog):
    study, grid = (
        optuna.create_study(sampler=one)
        for one in (samplers.TPESampler(), samplers.GridSampler({"k": [1, 2]}))
    )
    get_logger("optuna").propagate = True
    try:
        study.optimize(lambda trial: trial.suggest_categorical("k", [1, 2]), n_trials=8)
        told = caplog.text
        grid.optimize(lambda trial: trial.suggest_categorical("k", [1, 2]), n_trials=8)
    finally:
        get_logger("optuna").propagate = False
    assert "2 of 8 trials ran" in told
    assert len(grid.trials) == 2
    assert "trials ran" not in caplog.text.removeprefix(told)


def test_notes_may_be_arrays_in_other_processes_too():
    def objective(trial):
        trial.set_user_attr("seen", np.arange(3))
        return trial.suggest_float("x", 0, 1)

    study = optuna.create_study()
    study.optimize(objective, n_trials=2, n_jobs=2)
    assert [list(trial.user_attrs["seen"]) for trial in study.trials] == [[0, 1, 2]] * 2


def test_a_trial_tells_what_is_in_mind_for_it():
    study = optuna.create_study()
    study.enqueue_trial({"x": 0.5})
    trial = study.ask()
    assert trial.relative_params == {"x": 0.5}
