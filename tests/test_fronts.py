"""Fronts, knees and volumes: what a study for several losses came to."""

from itertools import product

import numpy as np
import pytest

from fitwright import Choice, Float, fronts, tune
from fitwright.core.errors import SettingError

BOTH = ["minimize", "minimize"]


def pair(config):
    """A front of x from 0 to 2."""
    return config["x"] ** 2, (config["x"] - 2) ** 2


def study(function, values, direction, **given):
    return tune(
        function, {"x": Choice(values)}, search="grid", max_trials=len(values), direction=direction, **given
    )


def test_the_front_is_what_nobody_beats():
    found = study(pair, [-1.0, 0.0, 0.5, 1.0, 2.0, 3.0], BOTH)
    assert [trial.config["x"] for trial in found.front] == [0.0, 0.5, 1.0, 2.0]
    assert found.values(found.front[1]) == {"value_0": 0.25, "value_1": 2.25}
    assert found.best is found.front[0]
    assert found.trials["values_value_1"].to_list() == [9.0, 4.0, 2.25, 1.0, 0.0, 1.0]


def test_of_equal_trials_the_oldest_is_on_the_front_and_one_loss_has_one_best():
    same = study(lambda c: (1.0, 2.0), [0, 1, 2], BOTH)
    assert [trial.number for trial in same.front] == [0]
    one = study(lambda c: c["x"], [3, 1, 2], "minimize")
    assert [trial.number for trial in one.front] == [one.best.number] == [1]


def test_directions_are_kept_and_failures_are_left_out():
    def picky(config):
        if config["x"] == 9:
            raise RuntimeError
        return {"auc": config["x"] / 10, "ms": config["x"] ** 2}

    found = study(picky, [1, 2, 9, 3], {"auc": "maximize", "ms": "minimize"})
    assert [found.values(trial) for trial in found.front] == [
        {"auc": 0.3, "ms": 9},
        {"auc": 0.2, "ms": 4},
        {"auc": 0.1, "ms": 1},
    ]
    assert found.best_value == 0.3


def test_the_knee_is_where_the_front_bends():
    corner = {0: (0.0, 10.0), 1: (0.1, 1.0), 2: (5.0, 0.5), 3: (10.0, 0.0)}
    assert study(lambda c: corner[c["x"]], [3, 2, 1, 0], BOTH).knee.config == {"x": 1}
    straight = study(lambda c: (c["x"], -c["x"]), [0.0, 1.0, 2.0], BOTH)
    assert straight.knee.config["x"] == 0.0
    assert tune(lambda c: None, {"x": Choice([1])}, max_trials=1, direction=BOTH).knee is None


def test_the_cheapest_of_those_that_are_about_as_good_as_the_best():
    losses = {0: (1.0, 9.0), 1: (1.01, 5.0), 2: (1.02, 4.0), 3: (1.03, 1.0)}
    found = study(lambda c: losses[c["x"]], list(losses), BOTH)
    assert found.cheapest().config["x"] == 2
    assert found.cheapest(0.0).config["x"] == 0
    assert found.cheapest(0.05).config["x"] == 3
    rising = {0: (-0.9, 9.0), 1: (-0.89, 1.0), 2: (-0.8, 0.0)}
    high = study(lambda c: {"auc": -rising[c["x"]][0], "ms": rising[c["x"]][1]}, [0, 1, 2],
                 {"auc": "maximize", "ms": "minimize"})  # fmt: skip
    assert high.cheapest(0.02).config["x"] == 1
    assert high.cheapest(0.02, by="auc").config["x"] == 0
    one = study(lambda c: 1.0 + c["x"] / 1000, [0, 1], "minimize")
    assert one.cheapest(0.02).seconds == min(trial.seconds for trial in one)
    with pytest.raises(SettingError, match="size"):
        high.cheapest(by="size")
    with pytest.raises(SettingError, match="within"):
        high.cheapest(-0.1)
    with pytest.raises(SettingError, match="within"):
        high.cheapest("2 %")


def test_what_breaks_a_limit_ranks_last_and_is_on_no_front():
    losses = {0: {"loss": 0.0, "ms": 9.0}, 1: {"loss": 1.0, "ms": 3.0}, 2: {"loss": 2.0, "ms": 2.0}}
    aims = {"loss": "minimize"}
    found = study(lambda c: losses[c["x"]], [0, 1, 2], aims, constraints={"ms": "<= 4"})
    assert found.best_params == {"x": 1}
    assert found.front == [found.best]
    assert found.trials["feasible"].to_list() == [False, True, True]
    assert found.cheapest(1.0, by="ms").config == {"x": 2}
    none = study(lambda c: losses[c["x"]], [0, 1, 2], aims, constraints={"ms": "<= 1"})
    assert none.best_params == {"x": 2}
    assert none.front == []
    assert none.cheapest() is None
    assert none.hypervolume() == 0
    assert none.hypervolumes().columns == ["number", "seconds", "hypervolume"]


def test_a_limit_on_seconds_needs_nothing_from_the_function():
    found = study(lambda c: c["x"], [1, 2], "minimize", constraints={"seconds": "<= 1000"})
    assert found.best_params == {"x": 1}


def cells(points, reference):
    """The volume that points with whole coordinates beat, by counting."""
    return sum(
        any(all(p <= c for p, c in zip(point, cell, strict=True)) for point in points)
        for cell in product(*(range(r) for r in reference))
    )


@pytest.mark.parametrize("losses", [1, 2, 3, 4, 5])
def test_the_hypervolume_is_exact_for_any_number_of_losses(losses):
    rng = np.random.default_rng(losses)
    reference = [5] * losses
    for count in (1, 2, 7, 15):
        points = rng.integers(0, 7, (count, losses))
        found = fronts.hypervolume(points.astype(float), np.array(reference, float))
        assert found == cells(points.tolist(), reference)
    assert fronts.hypervolume(np.empty((0, losses)), np.ones(losses)) == 0


def test_the_front_of_many_points_is_that_of_comparing_each_with_each():
    rng = np.random.default_rng(0)
    for losses in (1, 2, 3):
        points = rng.integers(0, 12, (200, losses)).astype(float)
        kept = fronts.unbeaten(points)
        beaten = fronts.beaten_by(points)
        assert {tuple(p) for p in points[kept]} == {tuple(p) for p in points[beaten == 0]}
        assert len(kept) == len({tuple(p) for p in points[kept]})
    assert fronts.unbeaten(np.array([[np.inf, 0.0], [1.0, np.nan], [1.0, 1.0]])) == [2]


def test_the_hypervolume_grows_over_trials_and_time_and_takes_a_reference_in_the_functions_sign():
    aims = {"gain": "maximize", "cost": "minimize"}
    found = tune(lambda c: {"gain": c["x"], "cost": c["x"] ** 2}, {"x": Float(0, 1)}, direction=aims,
                 max_trials=20)  # fmt: skip
    frame = found.hypervolumes([0.0, 1.0])
    volumes, seconds = frame["hypervolume"].to_list(), frame["seconds"].to_list()
    assert volumes == sorted(volumes)
    assert seconds == sorted(seconds)
    assert volumes[-1] == found.hypervolume({"cost": 1.0, "gain": 0.0}) < 2 / 3
    assert found.hypervolume() > 0
    for wrong in ([1.0], {"gain": 0.0}, [np.nan, 1.0], 3.0, ["a", "b"]):
        with pytest.raises(SettingError, match="gain, cost"):
            found.hypervolume(wrong)
