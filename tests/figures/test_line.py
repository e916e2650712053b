"""Curves over a common axis."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.figures import line
from tests.figures._read import shapes, texts

numbers = st.floats(-1e12, 1e12) | st.sampled_from([math.nan, math.inf, 0.0])
curves = st.lists(st.tuples(numbers, numbers, st.floats(0, 1e6)), max_size=4).map(
    lambda points: tuple(zip(*points, strict=True)) if points else ((), ())
)


@given(st.dictionaries(st.text(max_size=9), curves, max_size=3), st.booleans(), st.booleans())
def test_any_curves_make_a_picture(found, log_x, stairs):
    assert texts(line(found, "Title", "x", "y", log_x, stairs))[0] == "Title"


def test_axes_names_and_round_ticks_are_written_out():
    figure = line(
        {"train": ([0, 100], [0.1, 0.5]), "judged": ([0, 100], [0.2, 0.6])}, "Loss", "rounds", "log loss"
    )
    assert {"Loss", "rounds", "log loss", "train", "judged", "0", "20", "100", "0.3"} <= set(texts(figure))
    assert len(shapes(figure, "polyline")) == 2


def test_one_curve_needs_no_legend():
    assert "train" not in texts(line({"train": ([0, 1], [0, 1])}))


def test_errors_are_a_band():
    figure = line({"a": ([1, 2], np.array([1.0, 2.0]), [0.1, 0.1])})
    assert len(shapes(figure, "polygon")) == 1


def points_of(figure):
    return [
        tuple(map(float, pair.split(","))) for pair in shapes(figure, "polyline")[0].get("points").split()
    ]


def test_stairs_hold_a_value_until_the_next():
    points = points_of(line({"best": ([0, 1, 2], [3, 2, 1])}, stairs=True))
    assert len(points) == 5
    assert points[0][1] == points[1][1]
    assert points[1][0] == points[2][0]


def test_a_log_axis_spreads_powers_of_ten_evenly_and_leaves_out_zero():
    figure = line({"a": ([0, 1, 10, 100], [9, 1, 1, 1])}, log_x=True)
    xs = [x for x, _ in points_of(figure)]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.2)
    assert {"1", "10", "100"} <= set(texts(figure))


def test_nothing_to_show_is_said():
    assert texts(line({"a": ([math.nan], [1.0])}, "Loss")) == ["Loss", "nothing to show"]
