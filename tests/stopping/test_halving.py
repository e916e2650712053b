"""The best third goes on; who waits is called when there is room at the top."""

import pytest

from fitwright import Float, tune
from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.stopping.halving import Halving

CUT = Steps(1, (1.0, 3.0, 9.0))


def history_of(*trials):
    """Each trial as the losses at its fidelities."""
    history = History(CUT)
    for number, losses in enumerate(trials):
        steps = [Stepped(number, Step(0, f), Result(loss)) for f, loss in enumerate(losses)]
        history.add(Asked(number, {}), *steps)
    return history


def verdicts(*trials, rule=None):
    history, rule = history_of(*trials), rule or Halving()
    return [rule.judge(trial, history) for trial in history]


def test_the_best_third_of_a_rung_goes_on():
    assert verdicts([1.0], [2.0], [3.0], [4.0], [5.0], [6.0]) == ["go", "go", *["pause"] * 4]


def test_the_first_goes_on_and_waits_for_nobody():
    assert verdicts([5.0]) == ["go"]
    assert verdicts([5.0], [6.0]) == ["go", "pause"]


def test_who_waited_is_called_when_more_have_come():
    assert verdicts([1.0], [2.0], [3.0])[1] == "pause"
    assert verdicts([1.0], [2.0], [3.0], [4.0], [5.0], [6.0])[1] == "go"


def test_every_rung_has_its_own_bar():
    assert verdicts([1.0, 9.0], [2.0, 1.0], [3.0, 2.0], [4.0])[:3] == ["pause", "go", "pause"]


def test_amounts_between_two_rungs_are_not_judged():
    history = History(Steps(1, (1.0, 2.0, 3.0)))
    for number, losses in enumerate(([1.0], [2.0, 9.0])):
        steps = [Stepped(number, Step(0, f), Result(loss)) for f, loss in enumerate(losses)]
        history.add(Asked(number, {}), *steps)
    assert Halving().judge(history[1], history) == "go"


def test_folds_are_rungs_too():
    history = History(Steps(9))
    for number, loss in enumerate((1.0, 2.0, 3.0)):
        history.add(Asked(number, {}), Started(number, Step()), Stepped(number, Step(), Result(loss)))
    assert [Halving().judge(trial, history) for trial in history] == ["go", "pause", "pause"]


class Ramp:
    """A loss that nears x² as the work grows; each step says what the one below left behind."""

    steps = CUT

    def __init__(self):
        self.calls = []

    def __call__(self, work):
        self.calls.append(work.key)
        rest = 1 / CUT.fidelities[work.key.step.fidelity]
        return Result(work.config["x"] ** 2 + rest)


def test_a_run_spends_most_steps_on_the_best():
    ramp = Ramp()
    study = tune(ramp, {"x": Float(-1, 1)}, max_trials=27, stopping="halving", random_state=1)
    by_fidelity = [sum(key.step.fidelity == f for key in ramp.calls) for f in range(3)]
    assert by_fidelity[0] == 27
    assert 9 <= by_fidelity[1] <= 16
    assert by_fidelity[2] < by_fidelity[1]
    assert abs(study.best.config["x"]) < 0.2
    assert len(set(ramp.calls)) == len(ramp.calls)
    assert {trial.state for trial in study} == {"done", "paused"}


def test_a_history_that_grows_is_looked_at_afresh():
    rule, history = Halving(), history_of([2.0], [1.0], [3.0])
    assert rule.judge(history[0], history) == "pause"
    history.add(Stepped(1, Step(0, 1), Result(0.5)), Closed(1, "done"))
    for number in (3, 4, 5):
        history.add(Asked(number, {}), Stepped(number, Step(), Result(9.0)))
    assert rule.judge(history[0], history) == "go"


@pytest.mark.parametrize("given", [{"factor": 1}, {"first": 0}])
def test_bad_settings_are_said(given):
    with pytest.raises(SettingError, match="Expected"):
        Halving(**given)
