"""A bar that can be moved."""

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.stopping.percentile import Percentile


def judge(rule, *losses):
    """The verdict on the last of so many first folds."""
    history = History(Steps(3))
    for number, loss in enumerate(losses):
        history.add(Asked(number, {}), Stepped(number, Step(), Result(loss)))
    return rule.judge(history[len(losses) - 1], history)


def test_only_the_best_share_goes_on():
    rule = Percentile(25, warmup=4)
    assert judge(rule, 1, 2, 3, 4, 2) == "go"
    assert judge(rule, 1, 2, 3, 4, 2.5) == "stop"
    assert judge(Percentile(75, warmup=4), 1, 2, 3, 4, 4) == "go"
    assert judge(Percentile(75, warmup=4), 1, 2, 3, 4, 4.5) == "stop"


def test_the_ends_of_the_scale():
    assert judge(Percentile(0, warmup=2), 1, 2, 1) == "go"
    assert judge(Percentile(0, warmup=2), 1, 2, 1.1) == "stop"
    assert judge(Percentile(100, warmup=2), 1, 2, 2) == "go"


def test_too_few_others_say_nothing():
    assert judge(Percentile(0, warmup=3), 1, 2, 9) == "go"


@pytest.mark.parametrize("given", [{"percentile": 101}, {"percentile": -1}, {"warmup": 0}, {"grace": 0}])
def test_bad_settings_are_said(given):
    with pytest.raises(SettingError, match="Expected"):
        Percentile(**given)
