"""What an objective raises: it ends the study, unless it is to be caught."""

import traceback

import pytest

from fitwright import optuna
from fitwright.core.errors import CandidateFailed, SettingError
from fitwright.optuna.trial import TrialState


class Trouble(Exception):
    """Of the user's."""


class BigTrouble(Trouble):
    """One of that kind."""


def at(number, error):
    """An objective that raises at a trial."""

    def objective(trial):
        x = trial.suggest_float("x", -5, 5)
        trial.set_user_attr("seen", True)
        if trial.number == number:
            raise error
        return x**2

    return objective


def test_the_very_error_is_raised_once_its_trial_is_written_down():
    study, seen, error = optuna.create_study(), [], Trouble("no data")
    with pytest.raises(Trouble) as caught:
        study.optimize(at(3, error), n_trials=10, callbacks=[lambda study, trial: seen.append(trial.number)])
    assert caught.value is error
    assert "objective" in [frame.name for frame in traceback.extract_tb(error.__traceback__)]
    assert [trial.state.name for trial in study.trials] == ["COMPLETE"] * 3 + ["FAIL"]
    assert seen == [0, 1, 2]
    assert study.trials[3].user_attrs == {"seen": True}
    assert study.best_value == min(trial.value for trial in study.trials[:3])
    study.optimize(at(3, error), n_trials=4)
    assert len(study.trials) == 8


@pytest.mark.parametrize("catch", [Trouble, (Trouble,), [KeyError, Trouble], iter([Trouble])])
def test_errors_of_a_class_fail_their_trial_alone(catch):
    study = optuna.create_study()
    study.optimize(at(1, BigTrouble()), n_trials=4, catch=catch)
    assert [trial.state.name for trial in study.trials] == ["COMPLETE", "FAIL", "COMPLETE", "COMPLETE"]


def test_it_stands_where_optuna_has_it():
    study = optuna.create_study()
    with pytest.raises(Trouble):
        study.optimize(at(0, Trouble()), 3, None, 1, (KeyError,))
    study.optimize(at(1, Trouble()), 3, None, 1, (Trouble,), [lambda study, trial: study.stop()])
    assert len(study.trials) == 2


def test_what_is_kept_goes_on_after_an_error(tmp_path):
    given = {"study_name": "mine", "storage": f"sqlite:///{tmp_path}/study.db"}
    with pytest.raises(Trouble):
        optuna.create_study(**given).optimize(at(2, Trouble()), n_trials=9)
    again = optuna.load_study(**given)
    assert [trial.state for trial in again.trials][2:] == [TrialState.FAIL]
    again.optimize(at(2, Trouble()), n_trials=2)
    assert len(again.trials) == 5


def test_what_is_no_number_fails_its_trial_alone():
    study = optuna.create_study()
    study.optimize(lambda trial: [None, float("nan"), "high", 1.0][trial.number], n_trials=4)
    assert [trial.state.name for trial in study.trials] == ["FAIL"] * 3 + ["COMPLETE"]


def test_a_script_that_ends_itself_ends():
    study = optuna.create_study()
    with pytest.raises(SystemExit):
        study.optimize(at(1, SystemExit(2)), n_trials=5, catch=(Exception,))
    assert study.trials[1].state == TrialState.FAIL


def test_an_error_after_a_rule_has_ended_the_trial_is_not_lost():
    def objective(trial):
        trial.report(trial.number, 0)
        if trial.should_prune():
            raise Trouble
        return trial.number

    study = optuna.create_study(pruner=optuna.pruners.ThresholdPruner(upper=1.5))
    with pytest.raises(Trouble):
        study.optimize(objective, n_trials=3)
    assert [trial.state.name for trial in study.trials] == ["COMPLETE", "COMPLETE", "PRUNED"]


def test_workers_tell_what_was_raised():
    study = optuna.create_study()
    long = "x" * 2000
    study.optimize(at(1, BigTrouble(long)), n_trials=3, n_jobs=2, catch=Trouble)
    assert sorted(trial.state.name for trial in study.trials) == ["COMPLETE", "COMPLETE", "FAIL"]
    with pytest.raises(CandidateFailed, match=rf"^\S*BigTrouble: {long[:99]}.*in objective\)$"):
        study.optimize(at(3, BigTrouble(long)), n_trials=9, n_jobs=2, catch=(KeyError,))
    assert study.trials[3].state == TrialState.FAIL


@pytest.mark.parametrize("catch", ["ValueError", 3, (ValueError, "KeyError"), ValueError("no class"), int])
def test_what_cannot_be_caught_is_said_before_any_trial(catch):
    study = optuna.create_study()
    with pytest.raises(SettingError, match="catch as classes of errors"):
        study.optimize(at(0, Trouble()), n_trials=1, catch=catch)
    assert study.trials == []
