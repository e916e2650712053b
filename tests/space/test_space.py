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


def test_it_shows_its_domains():
    assert repr(Space(x=Float(0, 1))).startswith("Space(x=Float(low=0, high=1")
