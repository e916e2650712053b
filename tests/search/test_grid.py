"""A grid in order, to its end."""

import copy

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.events import Asked
from fitwright.core.history import History
from fitwright.search.grid import Grid
from fitwright.space import Choice, Float, Int, Space


def run(searcher):
    history = History()
    while (config := searcher.ask(len(history), history)) is not None:
        history.add(Asked(len(history), config))
    return [trial.config for trial in history]


def test_all_combinations_come_once_and_in_order():
    configs = run(Grid(Space(a=Choice(["x", "y"]), b=Int(1, 3))))
    assert [(c["a"], c["b"]) for c in configs] == [(a, b) for a in "xy" for b in (1, 2, 3)]


def test_numbers_are_cut_on_their_own_scale():
    configs = run(Grid(Space(c=Float(0.01, 100, log=True)), points=5))
    assert [c["c"] for c in configs] == pytest.approx([0.01, 0.1, 1, 10, 100])
    assert [c["n"] for c in run(Grid(Space(n=Int(1, 1000, log=True)), points=4))] == [1, 6, 79, 1000]


def test_a_branch_has_a_grid_of_its_own():
    tree = Space.one_of("model", {"forest": Space(depth=Int(1, 3)), "mean": Space()})
    assert run(Grid(tree)) == [{"model": "forest", "forest.depth": d} for d in (1, 2, 3)] + [
        {"model": "mean"}
    ]


def test_a_prior_hides_no_step():
    space = Space(x=Float(0, 1, step=0.1, default=0.3, prior=(0, 0.05, 1)))
    assert [c["x"] for c in run(Grid(space, points=11))] == [i / 10 for i in range(11)]


def test_it_is_walked_once_and_can_be_copied():
    searcher = Grid(Space(a=Choice(["x", "y"]), b=Int(1, 3)))
    first = run(searcher)
    assert run(copy.deepcopy(searcher)) == run(searcher) == first
    first[0]["a"] = "changed"
    assert run(searcher)[0] == {"a": "x", "b": 1}


def test_large_integers_are_not_counted_out():
    configs = run(Grid(Space(n=Int(0, 10**12)), points=3))
    assert [c["n"] for c in configs] == [0, 5 * 10**11, 10**12]


def test_what_was_tried_is_not_tried_again():
    history = History(events=[Asked(0, {"a": 1})])
    assert Grid(Space(a=Choice([1, 2]))).ask(1, history) == {"a": 2}


def test_a_grid_without_points_is_refused():
    with pytest.raises(SettingError, match="points"):
        Grid(Space(), points=0)
