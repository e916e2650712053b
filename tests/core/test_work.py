"""Work is told apart by its key."""

from fitwright.core.trial import Result, Step
from fitwright.core.work import Done, Key, Limits, Work


def test_another_attempt_is_another_key():
    first = Key(3, Step(1, 0))
    assert first.attempt == 0
    assert first != first._replace(attempt=1)
    assert {first: 1}[Key(3, Step(1, 0), 0)] == 1


def test_work_has_no_limits_unless_they_are_given():
    work = Work(Key(0, Step()), {"x": 1})
    assert work.limits == Limits(seconds=None, memory=None, aim=None)
    assert work.checkpoint is None


def test_what_comes_back_is_a_result_or_a_fault():
    assert Done(Key(0, Step()), Result(1.0)).fault == ""
    assert Done(Key(0, Step()), fault="signal", why="SIGSEGV").result is None
