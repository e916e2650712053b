"""Objects are searched by their number and given back as they were."""

import numpy as np
import pytest
from scipy import stats

from fitwright.core.errors import SpaceError
from fitwright.space import Float
from fitwright.space.values import Values


def test_plain_lists_stay_as_they_are():
    values = Values.of({"a": [1, 2.5], "b": ["x", None], "c": np.array([1, 2]), "d": Float(0, 1)})
    assert not values.kept
    assert values.space.domains["a"].options == (1, 2.5)
    assert values.meant({"a": 1, "b": None, "c": 2, "d": 0.5}) == {"a": 1, "b": None, "c": 2, "d": 0.5}


def test_objects_come_back_as_the_same_objects():
    thing = object()
    values = Values.of({"a": [thing, None], "b": stats.uniform(0, 1)})
    assert values.meant({"a": 0, "b": 0.2})["a"] is thing
    assert values.meant({"a": 1, "b": 0.2})["a"] is None


def test_one_of_several_spaces_holds_at_a_time():
    thing = object()
    values = Values.of([{"a": [1]}, {"b": [thing, 2]}])
    assert values.names == {"a", "b"}
    assert values.meant({"grid": "0", "0.a": 1}) == {"a": 1}
    assert values.meant({"grid": "1", "1.b": 0}) == {"b": thing}


def test_a_list_of_one_space_is_that_space():
    assert Values.of([{"a": [1, 2]}]).names == {"a"}


class Rvs:
    """Stands in for what scikit-learn takes: it can be drawn from, and no more."""

    def __init__(self, draw):
        self.draw = draw

    def rvs(self, random_state=None):
        return self.draw(random_state)


def test_what_can_only_be_drawn_from_is_as_likely_as_its_draws():
    given = {
        "n": Rvs(lambda rng: np.int64(2) if rng.uniform() < 0.9 else 1),
        "x": Rvs(lambda rng: rng.normal()),
    }
    space = Values.of(given, seed=3).space
    assert space == Values.of(given, seed=3).space != Values.of(given, seed=4).space
    assert space.domains["n"].options == (1, 2)
    rng = np.random.default_rng(0)
    drawn = [space.sample(rng) for _ in range(500)]
    assert 0.85 < np.mean([config["n"] == 2 for config in drawn]) < 0.95
    assert space.domains["x"].ordered
    assert len({config["x"] for config in drawn}) > 300
    assert abs(np.std([config["x"] for config in drawn]) - 1) < 0.1


def test_draws_may_be_words_or_any_objects_in_any_part():
    words = Values.of({"a": Rvs(lambda rng: rng.choice(["x", "y"]))})
    assert set(words.space.domains["a"].options) == {"x", "y"}
    sizes = Values.of([{"b": [1]}, {"a": Rvs(lambda rng: (int(rng.randint(1, 9)),) * 2)}])
    one, other = sizes.meant({"grid": "1", "1.a": 7})["a"]
    assert one == other in range(1, 9)


@pytest.mark.parametrize("given", [7, "a", [], [1], {"a": 3}, {"a": "text"}, {"a": []}])
def test_what_is_no_space_is_refused(given):
    with pytest.raises(SpaceError, match="Expected"):
        Values.of(given)


def test_what_cannot_be_drawn_from_as_scikit_learn_does_is_said():
    with pytest.raises(SpaceError, match=r"rvs\(random_state=...\) for 'a'; rv_beta_gen raised"):
        Values.of({"a": type("rv_beta_gen", (), {"rvs": lambda self: 1})()})
