"""A study ends when it is good enough, also with several losses and limits."""

import pytest

from fitwright import Choice, Float, Int, tune
from fitwright.core.errors import SettingError
from fitwright.core.goals import Goals
from fitwright.enough import Enough

AIMS = {"loss": "minimize", "size": "minimize"}


def test_a_target_counts_for_the_first_loss_of_a_feasible_trial():
    def objective(config):
        return {"loss": config["n"], "size": 10 - config["n"]}

    given = {"search": "grid", "max_trials": 100, "direction": AIMS}
    assert len(tune(objective, {"n": Int(0, 9)}, target=0, **given)) < 6
    held = tune(objective, {"n": Int(0, 9)}, target=2, constraints={"size": "<= 8"}, **given)
    assert held.best_params == {"n": 2}
    assert len(held) < 10


def test_patience_waits_for_the_front():
    def objective(config):
        return {"loss": max(config["n"], 3), "size": -min(config["n"], 6)}

    options = {"n": Choice(range(40))}
    found = tune(objective, options, search="grid", direction=AIMS, patience=10, max_trials=40)
    last = max(trial.number for trial in found.front)
    assert last == 6
    assert last + 10 <= len(found) - 1 <= last + 14


def test_patience_that_makes_no_sense_is_refused():
    with pytest.raises(SettingError, match="patience"):
        Enough(Goals(), patience=0)
    with pytest.raises(SettingError, match="patience"):
        tune(lambda c: 0.0, {"x": Float(0, 1)}, patience=-1, max_trials=1)
