"""Auto begins with what is known to be good, then asks who suits the space."""

import pytest

from fitwright.core.errors import SpaceError
from fitwright.core.history import History
from fitwright.search import catalog
from fitwright.search.auto import MOST, Auto
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


def test_beyond_some_hundred_trials_tpe_searches():
    space, history = Space(x=Float(0, 1)), History()
    for number in range(MOST):
        history.add(*told(number, {"x": (number + 0.5) / MOST}, float(number)))
    assert Auto(space).ask(MOST, history) == catalog.make("tpe", space=space, seed=0).ask(MOST, history)


def test_a_known_config_has_to_lie_in_the_space():
    with pytest.raises(SpaceError, match="depth"):
        Auto(FLAT, configs=[{"depth": 99}])
