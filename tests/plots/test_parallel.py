"""Threads through all axes."""

from tests.figures._read import shapes, texts
from tests.plots.studies import branched


def test_a_thread_for_each_trial():
    figure = branched().plot("parallel")
    assert len(shapes(figure, "polyline")) == len(branched().history.scored())
    assert {"model", "net.rate", "value"} <= set(texts(figure))
