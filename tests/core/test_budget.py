"""Budgets run down and are checked."""

import time

import pytest

from fitwright.core.budget import Budget
from fitwright.core.errors import SettingError


def test_without_a_limit_the_time_never_ends():
    assert Budget().left == float("inf")
    assert Budget().but(5).left == float("inf")


def test_the_time_runs_down_to_nothing_and_not_below():
    budget = Budget(seconds=0.02)
    first = budget.left
    assert 0 < first <= 0.02
    time.sleep(0.03)
    assert budget.left == 0.0
    assert budget.spent > 0.02


def test_what_is_kept_back_is_off_the_same_clock():
    budget = Budget(seconds=10, trials=3)
    less = budget.but(4)
    assert budget.left - less.left == pytest.approx(4, abs=0.1)
    assert less.trials == 3
    assert Budget(seconds=1).but(4).seconds == 0.01


@pytest.mark.parametrize("given", [{"seconds": 0}, {"seconds": -1}, {"seconds": float("nan")}])
def test_a_time_limit_that_is_none_is_refused(given):
    with pytest.raises(SettingError, match="time_limit"):
        Budget(**given)


@pytest.mark.parametrize("trials", [0, -1, 1.5])
def test_a_number_of_trials_that_is_none_is_refused(trials):
    with pytest.raises(SettingError, match="max_trials"):
        Budget(trials=trials)
