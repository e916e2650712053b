"""Every member of every room that has a suite, against every check: a new file is found by itself."""

import functools
import importlib
from pathlib import Path

import numpy as np
import pytest

import fitwright
from fitwright import checks
from fitwright.core.catalog import Catalog
from fitwright.core.errors import MissingExtra

GIVEN = {
    ("splits", "pairs"): {
        "given": [(np.arange(80), np.arange(80, 120)), (np.arange(40, 120), np.arange(40))]
    },
}
"""Arguments of members that nobody can make without."""
SLOW = frozenset(
    {
        ("models", "check_sampled_configs_fit"),
        ("models", "check_beats_the_baseline_with_weights_that_add_up_to_1"),
        ("models", "check_loads_without_heavy_libraries"),
        ("features", "check_loads_without_heavy_libraries"),
    }
)
"""A second or more for each forest and each booster, or a process of its own for each member."""
DEAR = frozenset(
    {
        ("search", "gaussian"),
        ("search", "auto"),
        ("search", "bandit"),
        ("search", "optuna"),
        ("models", "mlp"),
        ("models", "gaussian_process"),
        ("models", "hist_gradient_boosting"),
        ("models", "svm"),
        ("models", "catboost"),
        ("features", "isolation_forest"),
        ("features", "select_importance"),
    }
)
"""Members whose whole suite takes many seconds."""


def _room(name):
    return importlib.import_module(f"fitwright.{name}")


def _catalog(room):
    return _room(room).catalog


def _pairs():
    for room in checks.ROOMS:
        for name in _catalog(room).names():
            for check in checks.for_(room):
                slow = (room, check.__name__) in SLOW or (room, name) in DEAR
                marks = [pytest.mark.slow] if slow else []
                yield pytest.param(room, name, check, id=f"{room}-{name}-{check.__name__}", marks=marks)


@functools.cache
def _member(room, name):
    """The class, or what it needs that is not installed."""
    try:
        member = _catalog(room).get(name)
    except MissingExtra as error:
        return str(error)
    if missing := _catalog(room).missing(name):
        return f"needs {', '.join(missing)}"
    given = GIVEN.get((room, name))
    return functools.partial(member, **given) if given else member


@pytest.mark.parametrize(("room", "name", "check"), list(_pairs()))
def test_a_member_keeps_its_contract(room, name, check):
    member = _member(room, name)
    if isinstance(member, str):
        pytest.skip(member)
    check(member)


def test_every_room_with_a_catalogue_has_a_suite():
    folders = [
        path.name for path in Path(fitwright.__file__).parent.iterdir() if (path / "__init__.py").is_file()
    ]
    rooms = {room for room in folders if isinstance(getattr(_room(room), "catalog", None), Catalog)}
    assert rooms == set(checks.ROOMS)
