"""What ran when."""

from tests.figures._read import shapes, texts
from tests.plots.studies import branched


def test_a_bar_for_each_step_coloured_by_its_end():
    study = branched()
    figure = study.plot("timeline")
    steps = sum(len(trial.results) for trial in study)
    kinds = {"done", "stopped"} & set(texts(figure))
    assert kinds == {"done", "stopped"}
    assert len(shapes(figure, "rect")) >= steps
