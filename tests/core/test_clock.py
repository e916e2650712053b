"""What the clock said is said again."""

import math

import pytest

from fitwright.core.clock import Clock
from fitwright.core.errors import CandidateFailed


def test_what_was_said_is_said_again_whatever_the_time_is_now():
    live = Clock()
    said = [live.says(answer) for answer in (1, 1, 1, 0.25, math.inf, 1)]
    assert live.answers == ((1.0, 3), (0.25, 1), (math.inf, 1), (1.0, 1))
    again = Clock(live.answers)
    assert [again.says(-1.0) for _ in said] == said
    assert again.answers == live.answers


def test_one_question_more_is_another_fit():
    with pytest.raises(CandidateFailed, match="as often as"):
        Clock(()).says(1.0)
