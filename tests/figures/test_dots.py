"""Points in a square."""

import math

from fitwright.figures import dots
from tests.figures._read import hints, shapes, texts

ENDS = [(0.0, "low"), (1.0, "high")]


def test_the_deepest_lie_on_top_where_they_belong():
    points = [(0.0, 1.0, 1.0, "best"), (1.0, 0.0, 0.0, "worst"), (math.nan, 0.5, 0.5, "nowhere")]
    figure = dots(points, ("rate", ENDS), ("depth", ENDS), "Ranks")
    assert texts(figure) == ["Ranks", "rate", "depth", "low", "high", "low", "high"]
    assert hints(figure) == ["Ranks", "worst", "best"]
    worst, best = shapes(figure, "circle")
    assert float(worst.get("cx")) > float(best.get("cx"))
    assert float(worst.get("cy")) > float(best.get("cy"))


def test_no_points_are_said():
    assert "nothing to show" in texts(dots([], ("x", ENDS), ("y", ENDS)))
