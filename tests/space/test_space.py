"""Spaces hold what they sample, and come back from plain values."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.errors import SpaceError
from fitwright.space import Choice, Float, Int, Space, part
from tests.space.test_domains import domains

names = st.text("abcxyz_", min_size=1, max_size=4)
flat = st.dictionaries(names, domains, max_size=4).map(Space)
trees = st.dictionaries(
    names, flat | flat.map(lambda s: Space.one_of("kind", {"p": s})), min_size=1, max_size=3
).map(lambda branches: Space.one_of("model", branches))
spaces = flat | trees
seeds = st.integers(0, 2**32)


@given(spaces, seeds)
def test_a_space_holds_what_it_samples(space, seed):
    config = space.sample(np.random.default_rng(seed))
    assert space.complete(config) == config
    active = space.active(config)
    assert active.keys() == config.keys()
    assert all(domain.holds(config[name]) for name, domain in active.items())


@given(spaces)
def test_a_space_holds_its_default(space):
    assert space.complete({}) == space.default()


@given(spaces)
def test_a_space_comes_back_from_plain_values(space):
    back = Space.from_dict(json.loads(json.dumps(space.to_dict())))
    assert back == space
    assert hash(back) == hash(space)
    assert back.fingerprint == space.fingerprint


@given(spaces, seeds)
def test_sampling_follows_from_the_seed(space, seed):
    first, second = (space.sample(np.random.default_rng(seed)) for _ in range(2))
    assert first == second


@pytest.fixture
def tree():
    forest = Space(depth=Int(2, 9, default=5), criterion=Choice(["gini", "entropy"]))
    return Space.one_of("model", {"forest": forest, "mean": Space()})


def test_a_branch_opens_only_when_chosen(tree):
    assert set(tree.active({"model": "mean"})) == {"model"}
    assert set(tree.active({"model": "forest"})) == {"model", "forest.depth", "forest.criterion"}
    assert [name for name, _ in tree.walk()] == ["model", "forest.depth", "forest.criterion"]
    assert len(tree) == 3


@given(spaces, st.floats(0, 1, exclude_max=True))
def test_a_space_holds_every_point(space, u):
    config = space.at({name: u for name, _ in space.walk()})
    assert space.complete(config) == config


def test_a_point_opens_the_branch_it_chooses(tree):
    units = {"model": 0.2, "forest.depth": 0.0, "forest.criterion": 0.9}
    assert tree.at(units) == {"model": "forest", "forest.depth": 2, "forest.criterion": "entropy"}
    assert tree.at({"model": 0.9}) == {"model": "mean"}


def test_what_is_left_open_takes_its_default(tree):
    assert tree.complete({"forest.criterion": "entropy"}) == {
        "model": "forest",
        "forest.depth": 5,
        "forest.criterion": "entropy",
    }


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"depth": 3}, "got depth"),
        ({"model": "mean", "forest.depth": 3}, "got forest.depth"),
        ({"forest.depth": 99}, "Expected forest.depth in Int"),
        ({"model": "knn"}, "Expected model in Choice"),
    ],
)
def test_names_and_values_outside_of_the_space_are_refused(tree, config, said):
    with pytest.raises(SpaceError, match=said):
        tree.complete(config)


def test_a_space_can_be_given_more_and_other_domains(tree):
    grown = tree.with_({"seed": Int(0, 3)})
    assert set(grown.default()) == {"model", "forest.depth", "forest.criterion", "seed"}
    assert grown != tree
    assert "seed" not in tree.domains


def test_what_lies_under_a_scope_loses_its_prefix():
    assert part({"model": "a", "a.x": 1, "a.b.y": 2, "ab.z": 3}, "a") == {"x": 1, "b.y": 2}


def test_spaces_that_are_none_are_refused():
    with pytest.raises(SpaceError, match="Float, Int or Choice for 'x'"):
        Space(x=3)  # type: ignore[arg-type]  # the refusal is what is tested
    with pytest.raises(SpaceError, match="at least one branch"):
        Space.one_of("model", {})


def test_equal_spaces_have_equal_hashes_and_configs_the_domains_own_numbers():
    space = Space(x=Float(0, 1, step=0.5), n=Int(1, 3))
    assert hash(space) == hash(Space(x=Float(0.0, 1.0, step=0.5), n=Int(np.int64(1), 3.0)))
    config = space.complete({"x": 1, "n": np.int64(2)})
    assert (config, type(config["x"]), type(config["n"])) == ({"x": 1.0, "n": 2}, float, int)


def test_it_shows_its_domains():
    assert repr(Space(x=Float(0, 1))).startswith("Space(x=Float(low=0.0, high=1.0")


@pytest.fixture
def svm():
    return Space(
        degree=Int(2, 5),
        kernel=Choice(["linear", "rbf", "poly"]),
        gamma=Float(0.1, 1.0),
        coef=Float(0.0, 1.0),
    )


def test_a_condition_opens_names_and_closes_what_hangs_on_them(svm):
    space = svm.when({"degree": Int(4, 5)}, "coef").when({"kernel": "poly"}, "degree")
    assert set(space.complete({"kernel": "linear"})) == {"kernel", "gamma"}
    assert set(space.complete({"kernel": "poly", "degree": 2})) == {"kernel", "gamma", "degree"}
    assert set(space.complete({"kernel": "poly", "degree": 4})) == set(svm.domains)
    with pytest.raises(SpaceError, match="got degree"):
        space.complete({"kernel": "rbf", "degree": 3})


def test_a_condition_may_name_several_values_and_a_name_several_conditions(svm):
    space = svm.when({"kernel": ["rbf", "poly"]}, "gamma", "coef").when({"gamma": Float(0.5, 1.0)}, "coef")
    assert "gamma" not in space.complete({"kernel": "linear"})
    assert "coef" not in space.complete({"kernel": "rbf", "gamma": 0.2})
    assert "coef" in space.complete({"kernel": "poly", "gamma": 0.7})


def test_an_option_that_is_a_list_is_one_value():
    space = Space(steps=Choice([["a"], ["a", "b"]]), x=Float(0, 1)).when({"steps": ["a", "b"]}, "x")
    assert "x" in space.complete({"steps": ["a", "b"]})
    assert "x" not in space.complete({"steps": ["a"]})


def test_a_condition_can_close_a_whole_branch(tree):
    space = tree.with_({"trees": Choice([True, False])}).when({"trees": True}, "model")
    assert set(space.complete({"trees": False})) == {"trees"}


def test_forbidden_combinations_are_neither_drawn_nor_completed(svm):
    space = svm.forbid({"kernel": "rbf", "gamma": Float(0.5, 1.0)})
    draws = [space.sample(np.random.default_rng(seed)) for seed in range(200)]
    assert any(d["kernel"] == "rbf" for d in draws)
    assert all(d["kernel"] != "rbf" or d["gamma"] < 0.5 for d in draws)
    with pytest.raises(SpaceError, match="not forbidden"):
        space.complete({"degree": 2, "kernel": "rbf", "gamma": 0.9, "coef": 0.5})
    assert space.complete({"kernel": "rbf"})["gamma"] < 0.5


def test_a_default_that_is_forbidden_gives_way_always_to_the_same(svm):
    space = svm.forbid({"kernel": "linear"})
    assert space.default() == space.default() == space.complete({})
    assert space.default()["kernel"] != "linear"


def test_a_combination_within_a_branch_can_be_forbidden(tree):
    space = tree.forbid({"forest.depth": Int(5, 9), "forest.criterion": "gini"})
    assert space.complete({"model": "forest", "forest.depth": 7})["forest.criterion"] == "entropy"


@given(seeds)
def test_rules_survive_plain_values_and_growing(seed):
    space = Space(a=Choice([1, 2, 3]), b=Float(0, 1), c=Int(0, 9))
    space = space.when({"a": [1, 2]}, "b").forbid({"a": 1, "c": Int(5, 9)})
    back = Space.from_dict(json.loads(json.dumps(space.to_dict())))
    assert back == space
    assert back.fingerprint != Space(space.domains).fingerprint
    grown = back.with_({"d": Float(0, 1)})
    config = grown.sample(np.random.default_rng(seed))
    assert ("b" in config) == (config["a"] != 3)
    assert config["a"] != 1 or config["c"] < 5


def test_two_spaces_become_one(tree, svm):
    both = svm.when({"kernel": "rbf"}, "gamma").with_(tree)
    assert set(both.default()) >= {"kernel", "model", "forest.depth"}
    assert "gamma" not in both.default()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Space({"x": Float(0, 1)}, x=Float(0, 1)), "every name once; got x"),
        (lambda: Space(x=Float(0, 1)).when({"y": 1}, "x"), "got 'y'"),
        (lambda: Space(x=Float(0, 1)).when({"x": 0.5}, "y"), "to open"),
        (
            lambda: Space(x=Float(0, 1), k=Choice(["a", "b"])).when({"k": "c"}, "x"),
            r"values of k in .* got \['c'\]",
        ),
        (lambda: Space(x=Float(0, 1)).when({"x": 0.5}, "x"), "circle"),
        (lambda: Space(x=Float(0, 1)).when({}, "x"), "at least one name"),
        (lambda: Space(k=Choice(["a", "b"])).forbid({"k": ["a", "b"]}), "not forbidden"),
        (lambda: Space(k=Choice(["a", "b"])).forbid({"q": "a"}), "got 'q'"),
        (
            lambda: Space.one_of("a", {"p": Space(x=Float(0, 1))}).with_({"p.x": Float(0, 1)}),
            "every name once; got p.x",
        ),
    ],
)
def test_spaces_that_contradict_themselves_are_refused(make, said):
    with pytest.raises(SpaceError, match=said):
        make()
