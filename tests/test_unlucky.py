"""A search that begins with failures alone is told of."""

from fitwright import tune
from fitwright.core.events import Asked, Closed, Stepped
from fitwright.core.trial import Result, Step
from fitwright.unlucky import Unlucky


def test_trials_that_fail_from_the_first_are_told_once(caplog):
    told = Unlucky(after=2)
    for number in range(4):
        told(Asked(number, {}))
        told(Closed(number, "failed", "exception", "KeyError: lr."))
    assert caplog.messages == [
        "The first 2 trials failed, the last one: KeyError: lr. The search goes on; Ctrl-C ends it."
    ]


def test_nothing_is_told_where_a_trial_had_a_result(caplog):
    told = Unlucky(after=2)
    told(Closed(0, "failed", "exception", "No."))
    told(Stepped(1, Step(), Result(1.0)))
    for number in range(2, 9):
        told(Closed(number, "failed", "exception", "No."))
    assert not caplog.messages


def test_a_search_says_so_before_it_ends(caplog):
    tune(lambda config: None, {"x": [1, 2, 3, 4, 5, 6]}, max_trials=6)
    assert [text.split(":")[0] for text in caplog.messages] == ["The first 5 trials failed, the last one"]
    assert "return the loss" in caplog.text
