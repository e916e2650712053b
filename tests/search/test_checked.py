"""What a searcher from elsewhere proposes lies in the space, or is told of."""

import numpy as np
import pytest

from fitwright import Choice, Float, Space, tune
from fitwright.core.errors import SpaceError
from fitwright.search import Random, Searcher, catalog, made

SPACE = Space(x=Float(0, 1), kind=Choice(["a", "b"], default="b"))


class Mine(Searcher):
    """Proposes what it is told to, after two good ones."""

    lag = 1

    def __init__(self, then=None, space=None, seed=0):
        super().__init__(space, seed)
        self.then = then

    def ask(self, number, history):
        return {"x": np.float64(number / 4), "kind": "a"} if number < 2 else self.then

    def origin(self, config):
        return "mine"


class Beyond(Mine):
    """Leaves the space after two."""

    def __init__(self, space=None, seed=0):
        super().__init__({"x": 7.0, "kind": "a"}, space, seed)


@pytest.mark.parametrize(
    ("config", "why"),
    [
        ({"x": 7.0, "kind": "a"}, r"x in Float.*got 7"),
        ({"x": 0.5, "kind": "c"}, r"kind in Choice.*got 'c'"),
        ({"x": 0.5, "y": 1}, r"names of the space \(x, kind\); got y"),
        ([0.5, "a"], r"dicts of name to value; got \[0.5, 'a'\]"),
    ],
)
def test_what_is_not_of_the_space_is_told_and_what_was_found_is_kept(config, why):
    with pytest.raises(SpaceError, match=rf"Expected Mine to propose configs of the space.*{why}") as told:
        tune(lambda config: config["x"], SPACE, search=Mine(config), max_trials=5)
    assert [trial.config["x"] for trial in told.value.study] == [0.0, 0.25]


def test_what_is_left_open_takes_its_default_and_numbers_are_plain():
    study = tune(lambda config: config["x"], SPACE, search=Mine({"x": np.float64(0.75)}), max_trials=3)
    assert [trial.config for trial in study][1:] == [{"x": 0.25, "kind": "a"}, {"x": 0.75, "kind": "b"}]
    assert {type(trial.config["x"]) for trial in study} == {float}
    assert {trial.origin for trial in study} == {"mine"}
    assert study.history.header["lag"] == 1


def test_those_of_the_room_are_taken_as_they_are():
    assert type(made(Random(), SPACE, 0)) is Random
    assert len(tune(lambda config: config["x"], SPACE, search=Mine(), max_trials=9)) == 2


def test_a_searcher_with_a_space_of_its_own_is_held_to_that_of_the_search():
    mine = Mine({"x": 7.0, "kind": "a"}, space=Space(x=Float(0, 10), kind=Choice(["a", "b"])))
    with pytest.raises(SpaceError, match="got 7"):
        tune(lambda config: config["x"], SPACE, search=mine, max_trials=5)


def test_a_searcher_that_was_added_under_a_name_is_held_to_the_space(monkeypatch):
    monkeypatch.setitem(catalog._added, "mine", Beyond)
    with pytest.raises(SpaceError, match="got 7"):
        tune(lambda config: config["x"], SPACE, search="mine", max_trials=5)
