"""Two things at once."""

from fitwright import Choice, tune
from fitwright.core.trial import Result, Steps
from tests.figures._read import shapes


def test_only_what_nobody_beats_is_deep():
    class Two:
        steps = Steps()

        def __call__(self, work):
            x = work.config["x"]
            return Result(x, {"bytes": (x - 2) ** 2 if x < 3 else 9.0})

    study = tune(Two(), {"x": Choice([0.0, 1.0, 2.0, 3.0])}, search="grid", max_trials=4)
    fills = [circle.get("fill") for circle in shapes(study.plot("pareto", against="bytes"), "circle")]
    assert len(set(fills[:3])) == 1
    assert fills[3] != fills[0]
