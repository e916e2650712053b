"""Trials as a frame."""

import pytest

from fitwright import optuna


def test_a_value_that_has_a_name_has_it_in_the_frame():
    pytest.importorskip("pandas")
    study = optuna.create_study()
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=2)
    assert "value" in study.trials_dataframe().columns
    study.set_metric_names(["loss"])
    assert "value_loss" in study.trials_dataframe().columns
    assert ("value", "loss") in study.trials_dataframe(("number", "value"), multi_index=True).columns
