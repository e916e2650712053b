"""Parallel coordinates."""

import math

from fitwright.figures import threads
from tests.figures._read import shapes, texts


def test_a_thread_for_each_row_and_an_axis_for_each_name():
    figure = threads(
        [[0, 1], [1, 0], [0.5, math.nan]], [0.0, 0.5, 1.0], ["rate", "depth"], [("a", "b")] * 2, "T"
    )
    lines = shapes(figure, "polyline")
    assert sorted(len(line.get("points").split()) for line in lines) == [1, 2, 2]
    assert len(shapes(figure, "line")) == 2
    assert {"rate", "depth", "a", "b"} <= set(texts(figure))


def test_nothing_is_said():
    assert "nothing to show" in texts(threads([], [], [], [], "T"))
