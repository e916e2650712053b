"""The bandit gives every branch a chance and most trials to the one that gains."""

from collections import Counter

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.search.bandit import Bandit
from fitwright.search.random import Random
from fitwright.space import Choice, Float, Int, Space
from tests.search.minimise import FLAT, TREE, in_flight, run, told

SPACE = Space.one_of(
    "model", {"good": Space(x=Float(0, 1)), "bad": Space(x=Float(0, 1)), "worse": Space(x=Float(0, 1))}
)
LEVEL = {"good": 0.0, "bad": 0.5, "worse": 1.0}


def loss(config):
    name = config["model"]
    return LEVEL[name] + (config[f"{name}.x"] - 0.4) ** 2


def counts(history):
    return Counter(trial.config["model"] for trial in history if "model" in trial.config)


def test_every_branch_is_tried_and_the_best_gets_most():
    history = run(Bandit(SPACE, seed=0, searcher="tpe"), loss, 50)
    seen = counts(history)
    assert min(seen.values()) >= 3
    assert seen["good"] > 30
    assert history.best(1)[0].loss < 0.001


def test_of_branches_that_gain_alike_the_quick_one_gets_more():
    searcher, history = Bandit(SPACE, seed=0, searcher="random", per_second=True), History()
    for number in range(60):
        config = searcher.ask(number, history)
        name = config["model"]
        value = config[f"{name}.x"] + (1.0 if name == "worse" else 0.0)
        history.add(*told(number, config, value, seconds=100.0 if name == "bad" else 1.0))
    assert counts(history)["good"] > 1.3 * counts(history)["bad"]


def test_the_search_of_a_branch_knows_of_the_time_limit():
    seen = []

    class Curious(Random):
        def ask(self, number, history):
            seen.append((len(history), history.header.get("paid")))
            return super().ask(number, history)

    history = run(Bandit(SPACE, searcher="random"), loss, 9)
    history.header["paid"] = True
    Bandit(SPACE, searcher=Curious()).ask(9, history)
    assert seen == [(3, True)]


def test_a_branch_that_always_fails_is_left():
    history = run(
        Bandit(SPACE, seed=0, searcher="tpe"), lambda c: None if c["model"] == "bad" else loss(c), 40
    )
    assert counts(history)["bad"] <= 8


def test_workers_at_once_do_not_all_go_to_one_branch():
    history = run(
        Bandit(SPACE, seed=0, searcher="random"), lambda c: next(v for k, v in c.items() if "x" in k), 30
    )
    asked = in_flight(Bandit(SPACE, seed=0, searcher="random"), history, 9)
    assert len({config["model"] for config in asked}) > 1


def test_a_finished_branch_makes_room_for_the_others():
    history = run(Bandit(TREE, seed=0), lambda c: 0.0 if c["model"] == "mean" else 1.0, 20)
    assert counts(history)["mean"] == 1
    assert len(history) == 20


def test_what_a_condition_closes_belongs_to_all_branches():
    space = SPACE.with_({"on": Choice([False, True]), "n": Int(1, 3)}).when({"on": True}, "model")
    history = run(Bandit(space, seed=0, searcher="tpe"), lambda c: c["n"] + (not c["on"]), 40)
    configs = [repr(trial.config) for trial in history]
    assert len(set(configs)) == len(configs) == 40
    assert sum(not trial.config["on"] for trial in history) == 3
    assert set(counts(history)) == {"good", "bad", "worse"}


def test_an_impossible_branch_is_left_out():
    space = SPACE.forbid({"model": "bad"})
    assert "bad" not in counts(run(Bandit(space, seed=0, searcher="random"), loss, 15))


def test_a_space_without_branches_is_searched_as_a_whole():
    assert len(run(Bandit(FLAT, seed=0, searcher="random"), lambda c: c["x"], 5)) == 5


def test_a_choice_without_branches_cannot_be_competed_for():
    with pytest.raises(SettingError, match="with branches"):
        Bandit(Space(kind=Choice(["a", "b"])), over="kind")
    with pytest.raises(SettingError, match="pulls"):
        Bandit(SPACE, pulls=0)
