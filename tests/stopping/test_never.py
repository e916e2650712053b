"""Nobody is stopped."""

from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Trial
from fitwright.stopping.never import Never


def test_even_the_worst_goes_on():
    assert Never().judge(Trial(0, {}, {Step(): Result(float("inf"))}), History()) == "go"
