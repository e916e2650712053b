"""A trial that no longer gets better ends."""

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.stopping.patience import Patience


def judge(rule, *losses, fold=0):
    history = History(Steps(2, tuple(range(1, 20))), [Asked(0, {}), Stepped(0, Step(0, 0), Result(0.0))])
    steps = [Stepped(0, Step(fold, f), Result(loss)) for f, loss in enumerate(losses)]
    history.add(*steps)
    return rule.judge(history[0], history)


def test_it_ends_after_so_many_reports_without_a_better_one():
    rule = Patience(2)
    assert judge(rule, 3, 2, 2.5) == "go"
    assert judge(rule, 3, 2, 2.5, 2) == "stop"
    assert judge(rule, 3, 2, 2.5, 1.9) == "go"


def test_tiny_steps_do_not_count():
    assert judge(Patience(2, least=0.5), 3, 2.9, 2.8) == "stop"
    assert judge(Patience(2, least=0.05), 3, 2.9, 2.8) == "go"


def test_each_fold_begins_afresh():
    assert judge(Patience(2), 9, fold=1) == "go"
    assert judge(Patience(2), 9, 9, 9, fold=1) == "stop"


@pytest.mark.parametrize("given", [{"patience": 0}, {"least": -1}])
def test_bad_settings_are_said(given):
    with pytest.raises(SettingError, match="Expected"):
        Patience(**given)
