"""Sobol points fill a space more evenly than draws, and none comes twice."""

import numpy as np

from fitwright.core.events import Asked
from fitwright.core.history import History
from fitwright.search.sobol import Sobol
from fitwright.space import Choice, Float, Int, Space

TREE = Space.one_of(
    "model", {"forest": Space(depth=Int(1, 3)), "mean": Space(), "knn": Space(p=Choice([1, 2]))}
)


def run(searcher, trials):
    history = History()
    for number in range(trials):
        config = searcher.ask(number, history)
        if config is None:
            break
        history.add(Asked(number, config))
    return [trial.config for trial in history]


def test_every_cell_of_a_grid_gets_a_point():
    configs = run(Sobol(Space(x=Float(0, 1), y=Float(0, 1)), seed=3), 64)
    points = np.array([[c["x"], c["y"]] for c in configs])
    assert np.histogram2d(points[:, 0], points[:, 1], 4, [(0, 1), (0, 1)])[0].min() >= 2


def test_it_depends_on_seed_and_number_alone():
    space = Space(x=Float(0, 1), k=Int(1, 1000))
    first = run(Sobol(space, seed=3), 5)
    assert run(Sobol(space, seed=3), 5) == first
    assert run(Sobol(space, seed=4), 5) != first
    assert Sobol(space, seed=3).ask(4, History()) == first[4]


def test_a_finite_space_is_tried_out_without_twins_and_then_it_ends():
    configs = run(Sobol(TREE), 50)
    assert len({repr(config) for config in configs}) == len(configs) == 6


def test_a_space_without_names_has_one_config():
    assert run(Sobol(Space()), 5) == [{}]
