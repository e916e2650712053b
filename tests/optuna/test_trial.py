"""Trials that are made by hand."""

import pytest

from fitwright import optuna
from fitwright.core.errors import SettingError
from fitwright.optuna.trial import FixedTrial, TrialState, create_trial
from fitwright.space import Float


def objective(trial):
    return trial.suggest_float("x", 0, 1) + trial.suggest_int("n", 1, 9)


def test_an_objective_runs_with_given_values():
    trial = FixedTrial({"x": 0.5, "n": 99})
    assert objective(trial) == 99.5
    assert trial.params == {"x": 0.5, "n": 99}
    trial.report(1.0, 0)
    assert not trial.should_prune()
    with pytest.raises(SettingError, match="value for 'n'"):
        objective(FixedTrial({"x": 0.5}))


def test_an_objective_runs_once_more_with_a_trial_that_is_over():
    study = optuna.create_study()
    study.optimize(objective, n_trials=5)
    best = study.best_trial
    assert objective(best) == study.best_value
    best.report(1.0, 0)
    best.set_user_attr("again", True)
    assert not best.should_prune()
    with pytest.raises(SettingError, match="value for 'z'"):
        best.suggest_categorical("z", [1])


def test_a_trial_from_elsewhere_is_as_it_was_told():
    made = create_trial(
        value=2, params={"x": 0.5}, distributions={"x": Float(0, 1)}, user_attrs={"by": "hand"}
    )
    assert (made.state, made.value, made.user_attrs) == (TrialState.COMPLETE, 2.0, {"by": "hand"})
    assert create_trial(state=TrialState.FAIL).values is None
