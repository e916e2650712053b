"""What ran when."""

from fitwright.figures import spans
from tests.figures._read import hints, shapes, texts


def test_a_bar_for_each_span_as_long_as_it_took():
    figure = spans([(0, 0.0, 1.0, "done", "first"), (1, 0.0, 2.0, "failed", "second")], "T")
    bars = shapes(figure, "rect")[2:]
    widths = [float(bar.get("width")) for bar in bars]
    assert 1.9 < widths[1] / widths[0] < 2.1
    assert {"done", "failed"} <= set(texts(figure))
    assert {"first", "second"} <= set(hints(figure))


def test_nothing_is_said():
    assert "nothing to show" in texts(spans([]))
