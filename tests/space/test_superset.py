"""Spaces inside one another, and configs that go from one to the other."""

import pytest

from fitwright.core.errors import SpaceError
from fitwright.space import Choice, Float, Int, Space
from fitwright.space.superset import lost, moved

SMALL = Space(x=Float(0, 5), n=Int(1, 9, step=2), kind=Choice(["a", "b"]))
TREE = Space.one_of("model", {"forest": Space(depth=Int(1, 9)), "mean": Space()})


@pytest.mark.parametrize(
    "domains",
    [
        {},
        {"x": Float(-1, 6, log=False)},
        {"x": Float(0, 5, default=1.0, prior=(0, 1, 5))},
        {"n": Int(1, 11)},
        {"n": Int(-1, 9, step=2)},
        {"kind": Choice(["c", "b", "a"])},
        {"y": Float(0, 1)},
    ],
)
def test_a_space_that_only_grew_has_lost_nothing(domains):
    assert lost(SMALL, SMALL.with_(domains)) == []


@pytest.mark.parametrize(
    ("domains", "words"),
    [
        ({"x": Float(0.5, 9)}, "x went from 0 to 5 and goes from 0.5 to 9"),
        ({"x": Float(0, 5, step=0.5)}, "x had no steps and has steps of 0.5"),
        ({"x": Int(0, 5)}, "x was Float and is Int"),
        ({"n": Int(2, 10, step=2)}, "n went from 1"),
        ({"n": Int(0, 10, step=2)}, "n has other steps"),
        ({"kind": Choice(["b"])}, "kind has no 'a' any more"),
    ],
)
def test_what_is_lost_is_named(domains, words):
    [told] = lost(SMALL, SMALL.with_(domains))
    assert words in told


def test_names_and_branches_that_are_gone_are_named():
    assert lost(SMALL, Space(x=Float(0, 5))) == ["n is gone", "kind is gone"]
    other = Space.one_of("model", {"mean": Space(), "line": Space(C=Float(0, 1))})
    assert lost(TREE, other) == ["model has no 'forest' any more", "forest.depth is gone"]
    assert lost(TREE, TREE) == []


def test_options_of_a_list_may_become_a_range_and_steps_a_continuum():
    assert lost(Space(n=Choice([1, 2, 3])), Space(n=Int(1, 9))) == []
    assert lost(Space(x=Float(0, 1, step=0.25)), Space(x=Float(0, 1))) == []
    assert lost(Space(x=Float(0.25, 1, step=0.25)), Space(x=Float(0, 2, step=0.05))) == []
    assert lost(Space(x=Float(1, 1)), Space(x=Float(0, 2, step=0.5))) == []
    assert lost(Space(x=Float(0.3, 0.3)), Space(x=Float(0, 2, step=0.5))) != []


def test_configs_get_the_defaults_of_what_is_new_where_it_is_open():
    grown = SMALL.with_({"y": Float(0, 1, default=0.5), "z": Choice([None, 1])}).when({"kind": "b"}, "y")
    config = {"x": 1.0, "n": 3, "kind": "a"}
    assert moved(config, grown) == {**config, "z": None}
    assert moved({**config, "kind": "b"}, grown) == {**config, "kind": "b", "y": 0.5, "z": None}
    wide = Space.one_of(
        "model",
        {"forest": Space(depth=Int(1, 9), rate=Float(0, 1, default=1.0)), "line": Space(C=Float(0, 1))},
    )
    forest = {"model": "forest", "forest.depth": 3}
    assert moved(forest, wide) == {**forest, "forest.rate": 1.0}


@pytest.mark.parametrize(
    ("space", "words"),
    [
        (SMALL.with_({"y": Float(0, 1)}), "default for the new 'y'"),
        (SMALL.with_({"y": Choice(["p", "q"])}), "default for the new 'y'"),
        (SMALL.when({"kind": "b"}, "x"), "x is closed"),
        (SMALL.forbid({"kind": "a", "n": 3}), "Forbid less"),
    ],
)
def test_what_shuts_a_config_out_is_said(space, words):
    with pytest.raises(SpaceError, match=words):
        moved({"x": 1.0, "n": 3, "kind": "a"}, space)
