"""Evolution breeds from the best, within the rules of the space, towards what is simple where asked."""

import numpy as np
import pytest

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.search.evolution import Evolution, _crossed, _mutated
from fitwright.search.random import Random
from fitwright.space import Choice, Float, Int, Space
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


CHAINS = [
    [*scale, *pick, *make, *end]
    for scale in (["standard"], ["quantile"], ["robust"], ["power"])
    for pick in ([], ["importance"], ["correlation"], ["fdr"])
    for make in ([], ["pca"], ["kmeans"], ["polynomial"], ["nystroem"])
    for end in ([], ["clip"], ["round"])
]
GOAL = ["quantile", "importance", "kmeans", "round"]


def apart(chain):
    """Steps that have to change until it is the goal."""
    return len(set(GOAL) ^ set(chain))


def test_chains_are_bred_step_by_step():
    space = Space(steps=Choice(CHAINS), C=Float(0, 1))

    def loss(config):
        return apart(config["steps"]) + abs(config["C"] - 0.5)

    ours = [best(Evolution(space, seed=seed, population=10), loss, 60) for seed in range(6)]
    drawn = [best(Random(space, seed=seed), loss, 60) for seed in range(6)]
    assert np.mean(ours) < 0.5 * np.mean(drawn)


def test_chains_may_stand_beside_other_options():
    options = [None, "all", [1], [1, [2]], [1, [2], {"a": 3}], (4, 5)]
    history = run(Evolution(Space(steps=Choice(options), x=Float(0, 1)), population=4), lambda c: c["x"], 60)
    assert {repr(trial.config["steps"]) for trial in history} == set(map(repr, options))


def test_a_child_has_the_beginning_of_one_chain_and_the_end_of_the_other():
    one, other = ["standard", "importance"], ["quantile", "importance", "kmeans"]
    rng = np.random.default_rng(0)
    bred = [_crossed(Choice(CHAINS), one, other, rng) for _ in range(60)]
    assert {tuple(chain) for chain in bred} == {
        tuple(one),
        ("standard", "importance", "kmeans"),
        ("standard", "kmeans"),
    }
    assert _crossed(Choice(CHAINS), one, None, rng) == one


def test_a_mutated_chain_differs_by_a_step():
    rng = np.random.default_rng(0)
    for _ in range(40):
        chain = _mutated(Choice(CHAINS), GOAL, rng)
        assert 1 <= apart(chain) <= 2


def test_without_a_loss_there_are_no_parents_yet():
    history = run(Evolution(FLAT, seed=0), lambda c: None, 30)
    assert len(history) == 30


@pytest.mark.parametrize("given", [{"population": 1}, {"tournament": 0}])
def test_settings_that_make_no_sense_are_refused(given):
    with pytest.raises(SettingError, match="population"):
        Evolution(FLAT, **given)
