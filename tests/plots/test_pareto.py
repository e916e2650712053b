"""Two things at once."""

import pytest

from fitwright import Choice, tune
from fitwright.core.errors import SettingError
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


def test_a_study_of_several_losses_shows_its_own_front_in_their_own_signs():
    aims = {"gain": "maximize", "cost": "minimize"}
    points = {0: (1.0, 1.0), 1: (2.0, 2.0), 2: (2.0, 3.0), 3: (9.0, 9.0)}
    study = tune(
        lambda c: dict(zip(aims, points[c["x"]], strict=True)), {"x": Choice([0, 1, 2, 3])}, search="grid",
        max_trials=4, direction=aims, constraints={"cost": "<= 5"},
    )  # fmt: skip
    drawn = study.plot("pareto")
    fills = [circle.get("fill") for circle in shapes(drawn, "circle")]
    assert fills[0] == fills[1] != fills[2] == fills[3]
    assert "cost" in drawn.svg
    assert "gain" in drawn.svg
    heights = [float(circle.get("cy")) for circle in shapes(drawn, "circle")]
    assert heights[0] > heights[1] > heights[3]


def test_what_was_not_measured_is_refused():
    study = tune(lambda c: c["x"], {"x": Choice([1.0, 2.0])}, search="grid", max_trials=2)
    with pytest.raises(SettingError, match="measured in; got 'bytes'"):
        study.plot("pareto", against="bytes")


def test_the_front_is_drawn_alone():
    points = {0: (1.0, 3.0), 1: (2.0, 2.0), 2: (3.0, 3.0), 3: (3.0, 1.0)}
    study = tune(
        lambda c: points[c["x"]], {"x": Choice([0, 1, 2, 3])}, search="grid", max_trials=4,
        direction=["minimize", "minimize"],
    )  # fmt: skip
    assert len(shapes(study.plot("pareto"), "circle")) == 4
    fills = [circle.get("fill") for circle in shapes(study.plot("pareto", dominated=False), "circle")]
    assert len(fills) == 3
    assert len(set(fills)) == 1
