"""Evolution breeds from the best, within the rules of the space, towards what is simple where asked."""

import numpy as np
import pytest

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.search.evolution import Evolution
from fitwright.search.random import Random
from fitwright.space import Float, Int, Space
from tests.search.minimise import FLAT, RULED, TREE, best, hill, run, told


def test_it_gets_further_than_drawing_at_random():
    ours = [best(Evolution(FLAT, seed=seed), hill, 120) for seed in range(4)]
    drawn = [best(Random(FLAT, seed=seed), hill, 120) for seed in range(4)]
    assert np.mean(ours) < 0.7 * np.mean(drawn)


def test_children_keep_conditions_and_forbidden_combinations():
    history = run(Evolution(RULED, seed=0), lambda c: abs(c["C"] - 20) + (c["kernel"] != "rbf"), 100)
    assert all(RULED.complete(trial.config) == trial.config for trial in history)


def test_a_branch_that_opens_anew_is_taken_from_a_parent_that_had_it():
    history = run(Evolution(TREE, seed=1), lambda c: abs(c.get("linear.C", 1.0) - 0.3), 120)
    assert history.best(1)[0].loss < 0.02
    assert {trial.config["model"] for trial in history} == {"forest", "linear", "mean"}


def test_of_equals_the_simple_ones_are_parents():
    space = Space(steps=Int(1, 40), x=Float(0, 1))
    searcher = Evolution(space, seed=0, second="complexity")
    history = History()
    for number in range(120):
        config = searcher.ask(number, history)
        history.add(*told(number, config, 0.5, complexity=float(config["steps"])))
    late = [trial.config["steps"] for trial in history][-40:]
    assert np.median(late) < 10


def test_without_a_loss_there_are_no_parents_yet():
    history = run(Evolution(FLAT, seed=0), lambda c: None, 30)
    assert len(history) == 30


@pytest.mark.parametrize("given", [{"population": 1}, {"tournament": 0}])
def test_settings_that_make_no_sense_are_refused(given):
    with pytest.raises(SettingError, match="population"):
        Evolution(FLAT, **given)
