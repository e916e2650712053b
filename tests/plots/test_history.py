"""Values over the trials."""

from tests.figures._read import shapes, texts
from tests.plots.studies import branched, flattered


def test_a_stopped_trial_that_began_well_is_not_the_best():
    study = flattered()
    assert {trial.state for trial in study} == {"done", "stopped"}
    assert study.best_value >= 3.0
    assert not any(text.startswith(("-", "−")) for text in texts(study.plot("history")))
    points = shapes(study.plot("history"), "circle")
    assert len(points) == sum(trial.state == "done" for trial in study)


def test_where_all_were_stopped_the_line_is_of_these():
    study = flattered(-1.0)
    assert len(shapes(study.plot("history"), "circle")) == len(study)


def test_the_best_only_gets_better():
    study = branched()
    assert "trial" in texts(study.plot("history"))
    points = shapes(study.plot("history", every=True), "circle")
    assert len(points) == len(study.history.scored())
