"""Auto begins with what is known to be good, then asks who suits the space."""

import pytest

from fitwright.core.errors import SpaceError
from fitwright.core.history import History
from fitwright.search import catalog
from fitwright.search.auto import FEW, MOST, Auto
from fitwright.space import Float, Space
from tests.search.minimise import FLAT, TREE, hill, run, told


def test_known_configs_come_first_and_in_order():
    first = [{**FLAT.default(), "depth": 3}, {**FLAT.default(), "depth": 9}]
    history = run(Auto(FLAT, configs=first), hill, 3)
    assert [trial.config for trial in history][:2] == first
    assert Auto(FLAT, configs=first).origin(first[1]) == "portfolio"


@pytest.mark.parametrize(("space", "word"), [(FLAT, "gaussian"), (TREE, "bandit")])
def test_the_space_decides_who_searches(space, word):
    history = run(Auto(space, seed=4), lambda c: float(len(repr(c))), 12)
    assert Auto(space, seed=4).ask(12, history) == catalog.make(word, space=space, seed=4).ask(12, history)


def line(trials, seconds):
    history = History()
    for number in range(trials):
        history.add(*told(number, {"x": (number + 0.5) / trials}, float(number), seconds=seconds))
    return history


def asked(word, history):
    return catalog.make(word, space=Space(x=Float(0, 1)), seed=0).ask(len(history), history)


def test_beyond_some_hundred_trials_tpe_searches():
    history = line(MOST, 1.0)
    assert asked("auto", history) == asked("tpe", history)


def test_where_a_trial_is_cheaper_than_asking_tpe_searches_earlier_if_there_is_a_time_limit():
    cheap, dear = line(FEW, 1e-4), line(FEW, 1.0)
    assert asked("auto", cheap) == asked("gaussian", cheap)
    cheap.header["paid"] = dear.header["paid"] = True
    assert asked("auto", cheap) == asked("tpe", cheap)
    assert asked("auto", dear) == asked("gaussian", dear)


def test_a_known_config_has_to_lie_in_the_space():
    with pytest.raises(SpaceError, match="depth"):
        Auto(FLAT, configs=[{"depth": 99}])
