"""Many curves of a few kinds."""

import math

from fitwright.figures import fan
from tests.figures._read import shapes, texts


def test_a_curve_for_each_run_and_a_colour_for_each_kind():
    figure = fan(
        {"stopped": [("1", [1], [0.9]), ("2", [1, 2], [0.8, 0.7])], "done": [("3", [1, 2], [0.5, 0.3])]},
        "Losses",
        "step",
        "loss",
    )
    curves = shapes(figure, "polyline")
    assert len(curves) == 3
    assert len({curve.get("stroke") for curve in curves}) == 2
    assert {"Losses", "stopped", "done", "step", "loss"} <= set(texts(figure))


def test_points_that_are_no_numbers_are_left_out():
    [curve] = shapes(fan({"done": [("1", [1, 2, 3], [0.9, math.nan, 0.7])]}), "polyline")
    assert len(curve.get("points").split()) == 2


def test_nothing_to_show_is_said():
    assert "nothing to show" in texts(fan({"done": [("1", [1], [math.inf])], "stopped": []}))
