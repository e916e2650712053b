"""CMA-ES finds its way along valleys, in steps and branches too, and begins anew where it got stuck."""

import numpy as np
import pytest

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.search.cmaes import CMAES
from fitwright.search.random import Random
from fitwright.space import Choice, Float, Int, Space
from tests.search.minimise import FLAT, RULED, TREE, best, hill, in_flight, run, told

CUBE = Space({f"x{i}": Float(-5, 5) for i in range(5)})
LOWEST = np.array([1.0, -2.0, 2.5, 0.5, 3.0])


def valley(config):
    """A narrow valley across all numbers, lowest (0) at LOWEST."""
    x = np.array([config[f"x{i}"] for i in range(5)]) - LOWEST
    along = x.mean()
    return float(along**2 + 30 * ((x - along) ** 2).sum())


def test_it_follows_a_narrow_valley():
    ours = [best(CMAES(CUBE, seed=seed), valley, 250) for seed in range(3)]
    drawn = [best(Random(CUBE, seed=seed), valley, 250) for seed in range(3)]
    assert np.median(ours) < 0.05 * np.median(drawn)


def test_it_is_good_at_steps_and_choices_too():
    ours = [best(CMAES(FLAT, seed=seed), hill, 80) for seed in range(4)]
    drawn = [best(Random(FLAT, seed=seed), hill, 80) for seed in range(4)]
    assert np.mean(ours) < 0.5 * np.mean(drawn)


def test_whole_numbers_do_not_stand_still():
    space = Space(n=Int(1, 40), m=Int(1, 40))
    history = run(CMAES(space, seed=0), lambda c: abs(c["n"] - 33) + abs(c["m"] - 8), 120)
    assert history.best(1)[0].loss <= 1
    assert len({trial.config["n"] for trial in list(history)[-20:]}) > 1


def test_it_begins_with_the_default_and_spreads_what_runs_at_once():
    space = Space(depth=Int(1, 100, default=42), kind=Choice(["a", "b"], default="b"))
    assert CMAES(space).ask(0, History()) == {"depth": 42, "kind": "b"}
    history = run(CMAES(CUBE, seed=0), valley, 30)
    configs = in_flight(CMAES(CUBE, seed=0), history, 8)
    assert len({repr(config) for config in configs}) == 8


def test_conditions_forbidden_combinations_and_branches_hold():
    history = run(CMAES(RULED, seed=0), lambda c: abs(c["C"] - 20) + (c["kernel"] != "rbf"), 60)
    assert all(RULED.complete(trial.config) == trial.config for trial in history)

    def loss(config):
        return 1.0 if config["model"] != "linear" else abs(config["linear.C"] - 0.3)

    assert best(CMAES(TREE, seed=2), loss, 60) < 0.05


def test_failed_trials_push_it_away():
    searcher = CMAES(Space(x=Float(0, 1)), seed=3)
    history = run(searcher, lambda c: None if c["x"] > 0.5 else 1 - c["x"], 60)
    assert sum(trial.state == "failed" for trial in list(history)[-20:]) < 14
    assert history.best(1)[0].config["x"] > 0.45


def test_it_learns_from_what_others_proposed():
    history = run(Random(CUBE, seed=0), valley, 40)
    for number in range(40, 60):
        near = {f"x{i}": float(LOWEST[i]) + 0.01 * (number % 7) * (-1) ** i for i in range(5)}
        history.add(*told(number, near, valley(near)))
    asked = in_flight(CMAES(CUBE, seed=0), history, 20)
    middle = np.mean([[config[f"x{i}"] for i in range(5)] for config in asked], axis=0)
    assert np.abs(middle - LOWEST).mean() < 1.0


def test_a_cloud_that_has_become_small_begins_anew():
    space = Space(x=Float(0, 1), y=Float(0, 1))
    history = run(CMAES(space, seed=1), lambda c: (c["x"] - 0.2) ** 2 + (c["y"] - 0.7) ** 2, 300)
    late = [trial.config["x"] for trial in history][200:]
    assert history.best(1)[0].loss < 1e-6
    assert max(late) - min(late) > 0.2


def test_a_space_of_choices_alone_is_borne():
    space = Space(a=Choice(range(9)), b=Choice(range(9)), c=Choice(list("pqr")))
    history = run(CMAES(space, seed=0), lambda c: abs(c["a"] - 3) + abs(c["b"] - 5) + (c["c"] != "q"), 90)
    assert history.best(1)[0].loss <= 1


@pytest.mark.parametrize("given", [{"population": 2}, {"sigma": 0}, {"startup": 0}])
def test_settings_that_make_no_sense_are_refused(given):
    with pytest.raises(SettingError, match="population"):
        CMAES(FLAT, **given)
