"""A plot that does not behave is found out."""

import random

import pytest

from fitwright.checks import plots as suite
from fitwright.figures import Figure
from fitwright.plots import Plot
from fitwright.plots.rungs import Rungs


class Untitled(Rungs):
    def draw(self, told):
        return Figure(super().draw(told).svg)


class Noisy(Plot):
    def draw(self, told):
        return Figure(f"<svg x='{random.random()}'/>", "T")


class Broken(Plot):
    def draw(self, told):
        return Figure("<svg x='nan'/>", "T")


class Huge(Plot):
    def draw(self, told):
        return Figure("<svg/>" * 10**6, "T")


@pytest.mark.parametrize(
    ("wrong", "check"),
    [
        (Untitled, suite.check_a_picture_has_a_title),
        (Noisy, suite.check_the_same_search_makes_the_same_picture),
        (Huge, suite.check_a_long_search_makes_a_picture_that_a_page_can_hold),
        (Broken, suite.check_any_search_makes_a_picture),
    ],
)
def test_it_is_found_out(wrong, check):
    with pytest.raises(AssertionError, match="Expected"):
        check(wrong)
