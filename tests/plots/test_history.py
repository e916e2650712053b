"""Values over the trials."""

from fitwright import Float, tune
from fitwright.stopping import Rule
from tests.figures._read import shapes, texts
from tests.plots.studies import branched


def test_a_stopped_trial_that_began_well_is_not_the_best():
    def begins_well(config):
        yield -9.0 if config["x"] > 0.5 else 0.0
        yield 5.0
        yield 3.0 + config["x"]

    class Late(Rule):
        def judge(self, trial, history):
            return "stop" if trial.config["x"] > 0.5 else "go"

    study = tune(begins_well, {"x": Float(0, 1)}, search="random", stopping=Late(), max_trials=12)
    assert {trial.state for trial in study} == {"done", "stopped"}
    assert study.best_value >= 3.0
    assert not any(text.startswith(("-", "−")) for text in texts(study.plot("history")))
    points = shapes(study.plot("history"), "circle")
    assert len(points) == sum(trial.state == "done" for trial in study)


def test_the_best_only_gets_better():
    study = branched()
    assert "trial" in texts(study.plot("history"))
    points = shapes(study.plot("history", every=True), "circle")
    assert len(points) == len(study.history.scored())
