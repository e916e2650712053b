"""Local search begins cheap, walks downhill, and begins anew when it is stuck."""

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.search.local import Local
from fitwright.space import Choice, Float, Int, Space
from tests.search.minimise import FLAT, RULED, best, hill, run


def test_it_begins_with_what_is_cheap_and_the_default_of_the_rest():
    space = Space(
        trees=Int(4, 4096, log=True, low_cost=4),
        rate=Float(0.01, 1, default=0.3),
        size=Choice([1, 2], low_cost=2),
    )
    assert Local(space).ask(0, History()) == {"trees": 4, "rate": 0.3, "size": 2}


def test_costly_values_are_reached_step_by_step():
    space = Space(trees=Int(4, 4096, log=True, low_cost=4))
    trees = [trial.config["trees"] for trial in run(Local(space, seed=0), lambda c: 1 / c["trees"], 20)]
    assert max(trees[:4]) < 1000
    assert max(trees) > 1000


def test_it_walks_downhill():
    assert best(Local(FLAT, seed=0), hill, 100) < 0.3 * hill(FLAT.default())


def test_a_walk_that_is_stuck_is_left_for_another():
    def two_holes(config):
        return min(abs(config["x"] - 0.1) + 0.5, abs(config["x"] - 0.9))

    space = Space(x=Float(0, 1, low_cost=0.1))
    assert best(Local(space, seed=1), two_holes, 100) < 0.2


def test_conditions_and_forbidden_combinations_hold():
    history = run(Local(RULED, seed=0), lambda c: abs(c["C"] - 20) + (c["kernel"] != "rbf"), 60)
    assert all(RULED.complete(trial.config) == trial.config for trial in history)


def test_steps_have_to_grow_shorter():
    with pytest.raises(SettingError, match="shortest"):
        Local(FLAT, step=0.1, shortest=0.2)
