"""How far trials came."""

from tests.figures._read import texts
from tests.plots.studies import branched


def test_curves_of_the_best_and_of_those_that_were_stopped():
    found = texts(branched().plot("rungs"))
    assert any("stopped" in text for text in found)
    assert any("done" in text for text in found)
