"""How far trials came."""

from tests.figures._read import shapes, texts
from tests.plots.studies import branched


def test_a_curve_for_each_trial_with_a_value_in_the_colour_of_its_end():
    study = branched()
    figure = study.plot("rungs")
    assert {"stopped", "done", "best"} <= set(texts(figure))
    with_results = [trial for trial in study.history if trial.results and trial.state != "failed"]
    assert len(shapes(figure, "polyline")) == len(with_results)


def test_so_many_of_each_kind():
    assert len(shapes(branched().plot("rungs", most=1), "polyline")) == 3
