"""The worse half is stopped, on comparable steps only."""

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Closed, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.stopping.median import Median


def history_of(*trials, state=None):
    """Each trial as {step: loss}."""
    history = History(Steps(3, (0.5, 1.0)))
    for number, losses in enumerate(trials):
        history.add(Asked(number, {"x": number}))
        history.add(*[Stepped(number, Step(*step), Result(loss)) for step, loss in losses.items()])
        if state and number in state:
            history.add(Closed(number, state[number]))
    return history


def judge(rule, history):
    """The verdict on the last trial."""
    return rule.judge(history[len(history) - 1], history)


def first(*losses):
    return [{(0, 0): loss} for loss in losses]


def test_worse_than_the_median_stops_and_a_tie_goes_on():
    rule = Median(warmup=3)
    assert judge(rule, history_of(*first(1, 2, 3, 2.1))) == "stop"
    assert judge(rule, history_of(*first(1, 2, 3, 2))) == "go"
    assert judge(rule, history_of(*first(1, 2, 3, 0))) == "go"


def test_too_few_others_say_nothing():
    assert judge(Median(warmup=3), history_of(*first(1, 2, 9))) == "go"


def test_no_verdict_within_the_grace():
    history = history_of(*first(1, 1, 9))
    assert judge(Median(warmup=2, grace=2), history) == "go"
    assert judge(Median(warmup=2, grace=1), history) == "stop"


def test_folds_are_compared_with_the_same_folds_and_fidelities():
    others = [{(0, 0): 9, (0, 1): 1, (1, 0): 5, (1, 1): 3} for _ in range(3)]
    rule = Median(warmup=3)
    assert judge(rule, history_of(*others, {(0, 0): 8})) == "go"
    assert judge(rule, history_of(*others, {(0, 0): 8, (0, 1): 2})) == "stop"
    assert judge(rule, history_of(*others, {(0, 0): 8, (0, 1): 0, (1, 0): 7})) == "stop"
    assert judge(rule, history_of(*others, {(0, 0): 8, (0, 1): 0, (1, 0): 6})) == "go"


def test_those_that_have_not_come_as_far_do_not_count():
    assert judge(Median(warmup=3), history_of(*first(1, 1, 1), {(0, 0): 1, (1, 0): 9})) == "go"


def test_stopped_ones_count_as_worse_unless_told_otherwise():
    far = [{(0, 0): 1, (1, 0): loss} for loss in (1, 2, 3)]
    history = history_of(
        *first(5, 5, 5), *far, {(0, 0): 1, (1, 0): 2.5}, state=dict.fromkeys(range(3), "stopped")
    )
    assert judge(Median(warmup=3), history) == "go"
    assert judge(Median(warmup=3, stopped_count=False), history) == "stop"


def test_failed_ones_do_not_count():
    history = history_of(*first(1, 1, 1, 9), state={0: "failed"})
    assert judge(Median(warmup=3), history) == "go"


def test_a_warmup_of_nobody_is_refused():
    with pytest.raises(SettingError, match="warmup"):
        Median(warmup=0)
