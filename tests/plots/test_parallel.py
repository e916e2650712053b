"""Threads through all axes."""

from tests.figures._read import shapes, texts
from tests.plots.studies import branched, flattered


def test_a_thread_for_each_trial_that_came_to_its_end():
    figure = branched().plot("parallel")
    assert len(shapes(figure, "polyline")) == len(branched().history.in_state("done"))
    assert {"model", "net.rate", "value"} <= set(texts(figure))


def test_the_value_of_a_stopped_trial_is_no_end_of_the_axis():
    assert not any(text.startswith("-9") for text in texts(flattered().plot("parallel")))
    assert texts(flattered(-1.0).plot("parallel")) == [
        "Parallel coordinates: darker is better",
        "nothing to show",
    ]
