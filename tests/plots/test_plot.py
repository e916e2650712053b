"""What a plot has to draw from."""

from fitwright import Float, tune
from fitwright.plots import Told


def test_values_are_in_the_functions_own_sign():
    study = tune(lambda config: config["x"], {"x": Float(0, 1)}, direction="maximize", max_trials=3)
    told = Told(study.history, study.space, study.sign)
    assert [told.value(trial) for trial in told.scored] == [trial.config["x"] for trial in study]


def test_failed_trials_have_no_value():
    study = tune(lambda config: None, {"x": Float(0, 1)}, max_trials=2)
    assert Told(study.history, study.space).scored == []
