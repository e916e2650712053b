"""Trials that are made by hand."""

import pytest

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


def test_a_trial_from_elsewhere_is_as_it_was_told():
    made = create_trial(
        value=2, params={"x": 0.5}, distributions={"x": Float(0, 1)}, user_attrs={"by": "hand"}
    )
    assert (made.state, made.value, made.user_attrs) == (TrialState.COMPLETE, 2.0, {"by": "hand"})
    assert create_trial(state=TrialState.FAIL).values is None
