"""What ran when."""

import time

from fitwright import Int, tune
from tests.figures._read import shapes, texts
from tests.plots.studies import branched


def test_a_bar_for_each_step_coloured_by_its_end():
    study = branched()
    figure = study.plot("timeline")
    steps = sum(len(trial.results) for trial in study)
    kinds = {"done", "failed", "stopped"}
    assert kinds <= set(texts(figure))
    failed = len(study.history.in_state("failed"))
    assert len(shapes(figure, "rect")) == steps + failed + len(kinds)


def test_trials_that_ran_one_after_another_lie_in_one_row_a_failed_one_as_long_as_it_took():
    def loss(config):
        time.sleep(0.2 if config["n"] == 3 else 0.02)
        if config["n"] == 3:
            raise RuntimeError
        return 1.0

    study = tune(loss, {"n": Int(1, 7)}, search="grid", max_trials=7)
    bars = [shape for shape in shapes(study.plot("timeline"), "rect") if shape.get("fill-opacity")]
    assert len({bar.get("y") for bar in bars}) == 1
    widest = max(bars, key=lambda bar: float(bar.get("width")))
    assert "trial 2, step (0, 0): failed (exception)" in "".join(widest.itertext())
