"""What a plot has to draw from."""

from fitwright import Float, tune
from fitwright.plots import Told
from tests.plots.studies import flattered


def test_values_are_in_the_functions_own_sign():
    study = tune(lambda config: config["x"], {"x": Float(0, 1)}, direction="maximize", max_trials=3)
    told = Told(study.history, study.space, study.sign)
    assert [told.value(trial) for trial in told.scored] == [trial.config["x"] for trial in study]


def test_failed_trials_have_no_value():
    study = tune(lambda config: None, {"x": Float(0, 1)}, max_trials=2)
    assert Told(study.history, study.space).scored == []


def test_whole_trials_are_those_that_came_to_their_end():
    study = flattered()
    told = Told(study.history, study.space)
    assert 0 < len(told.whole) < len(told.scored)
    assert all(trial.config["x"] <= 0.5 for trial in told.whole)
