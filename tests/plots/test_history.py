"""Values over the trials."""

from tests.figures._read import shapes, texts
from tests.plots.studies import branched


def test_the_best_only_gets_better():
    study = branched()
    assert "trial" in texts(study.plot("history"))
    points = shapes(study.plot("history", every=True), "circle")
    assert len(points) == len(study.history.scored())
