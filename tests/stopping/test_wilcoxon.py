"""Fold by fold against the best."""

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Closed, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.stopping.wilcoxon import Wilcoxon

BEST = [1.0, 5.0, 2.0, 8.0, 3.0, 1.0]


def judge(losses, rule=None):
    """The verdict on a trial with these folds beside one that is done."""
    history = History(Steps(6))
    for number, folds in enumerate((BEST, losses)):
        steps = [Stepped(number, Step(fold), Result(loss)) for fold, loss in enumerate(folds)]
        history.add(Asked(number, {}), *steps)
    history.add(Closed(0, "done"))
    return (rule or Wilcoxon()).judge(history[1], history)


def test_a_little_worse_on_every_fold_stops_as_soon_as_chance_is_ruled_out():
    worse = [loss + 0.01 for loss in BEST]
    assert [judge(worse[:folds]) for folds in range(1, 6)] == ["go", "go", "go", "stop", "stop"]
    assert judge(worse[:4], Wilcoxon(p=0.03)) == "go"


def test_one_bad_fold_is_no_reason():
    assert judge([1.0, 5.0, 2.0, 80.0]) == "go"
    assert judge([0.9, 4.9, 1.9, 80.0]) == "go"


def test_better_goes_on():
    assert judge([loss - 0.01 for loss in BEST[:5]]) == "go"
    assert judge(BEST[:5]) == "go"


def test_the_best_is_not_compared_with_itself():
    history = History(Steps(6), [Asked(0, {}), *[Stepped(0, Step(f), Result(9.0)) for f in range(5)]])
    assert Wilcoxon().judge(history[0], history) == "go"


@pytest.mark.parametrize("given", [{"p": 0}, {"p": 1}, {"grace": 0}])
def test_bad_settings_are_said(given):
    with pytest.raises(SettingError, match="Expected"):
        Wilcoxon(**given)
