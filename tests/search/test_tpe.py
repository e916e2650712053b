"""TPE learns from good and bad trials, in branches too, and spreads what runs at once."""

import numpy as np
import pytest

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.search.random import Random
from fitwright.search.tpe import TPE
from fitwright.space import Choice, Float, Int, Space
from tests.search.minimise import FLAT, RULED, TREE, best, hill, in_flight, run, told


def test_it_needs_far_fewer_trials_than_drawing_at_random():
    ours = [best(TPE(FLAT, seed=seed), hill, 60) for seed in range(4)]
    drawn = [best(Random(FLAT, seed=seed), hill, 60) for seed in range(4)]
    assert np.mean(ours) < 0.5 * np.mean(drawn)


def test_it_begins_with_the_default():
    space = Space(depth=Int(1, 100, default=42), kind=Choice(["a", "b"], default="b"))
    assert TPE(space).ask(0, History()) == {"depth": 42, "kind": "b"}


def test_what_belongs_together_stays_together():
    space = Space(x=Float(0, 1), y=Float(0, 1))
    history = run(TPE(space, seed=1), lambda c: abs(c["x"] - c["y"]), 80)
    late = [trial.config for trial in history][-30:]
    assert np.median([abs(c["x"] - c["y"]) for c in late]) < 0.1
    assert np.std([c["x"] for c in late]) > 0.03


def test_it_finds_the_branch_and_what_is_best_in_it():
    def loss(config):
        return 1.0 if config["model"] != "linear" else abs(config["linear.C"] - 0.3)

    assert best(TPE(TREE, seed=2), loss, 60) < 0.02


def test_conditions_and_forbidden_combinations_hold():
    history = run(TPE(RULED, seed=0), lambda c: abs(c["C"] - 20) + (c["kernel"] != "rbf"), 50)
    assert all(RULED.complete(trial.config) == trial.config for trial in history)


def test_trials_under_way_push_the_next_away():
    history = run(TPE(Space(x=Float(0, 1)), seed=0), lambda c: (c["x"] - 0.5) ** 2, 15)
    xs = [config["x"] for config in in_flight(TPE(Space(x=Float(0, 1)), seed=0), history, 8)]
    assert np.ptp(xs) > 0.1


def test_where_trials_fail_it_goes_no_more():
    searcher = TPE(Space(x=Float(0, 1)), seed=3)
    history = run(searcher, lambda c: None if c["x"] > 0.5 else 1 - c["x"], 50)
    late = list(history)[-20:]
    assert sum(trial.state == "failed" for trial in late) < 10
    assert history.best(1)[0].config["x"] > 0.4


def test_trials_of_a_smaller_space_are_learned_from():
    history = run(TPE(Space(x=Float(0, 1)), seed=0), lambda c: abs(c["x"] - 0.9), 40)
    grown = Space(x=Float(0, 1), y=Float(0, 1, default=0.2))
    asked = [config["x"] for config in in_flight(TPE(grown, seed=0), history, 10)]
    assert np.median(asked) > 0.6


def test_a_baseline_of_another_space_is_passed_over():
    history = History(events=told(0, {"model": "baseline"}, 5.0))
    history = run(TPE(TREE, seed=0), lambda c: 1.0, 15, history)
    assert len(history) == 16


@pytest.mark.parametrize("given", [{"startup": 0}, {"share": 1.0}, {"most": 0}, {"candidates": 0}])
def test_settings_that_make_no_sense_are_refused(given):
    with pytest.raises(SettingError, match="startup"):
        TPE(FLAT, **given)
