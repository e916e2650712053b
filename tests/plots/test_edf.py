"""The share of trials that are at most so high."""

from fitwright import Float, tune
from tests.figures._read import shapes, texts
from tests.plots.studies import flattered


def test_it_rises_from_none_to_all():
    study = tune(lambda c: c["x"], {"x": Float(0, 1)}, max_trials=8, search="random")
    figure = study.plot("edf")
    assert {"value", "share of trials"} <= set(texts(figure))
    [curve] = shapes(figure, "polyline")
    corners = [tuple(map(float, one.split(","))) for one in curve.get("points").split()]
    assert corners == sorted(corners, key=lambda one: (one[0], -one[1]))
    assert len({y for _, y in corners}) == 9


def test_nothing_is_no_curve():
    study = tune(lambda c: float("nan"), {"x": Float(0, 1)}, max_trials=2)
    assert "nothing to show" in texts(study.plot("edf"))


def test_stopped_trials_have_no_share():
    [curve] = shapes(flattered().plot("edf"), "polyline")
    heights = {corner.split(",")[1] for corner in curve.get("points").split()}
    assert len(heights) == 1 + len(flattered().history.in_state("done"))
    assert "nothing to show" in texts(flattered(-1.0).plot("edf"))
