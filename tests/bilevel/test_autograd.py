"""Losses written in torch: the same derivatives as by hand; without torch a sentence."""

import sys

import numpy as np
import pytest

from fitwright import Float, Space, tune
from fitwright.bilevel import Autograd, GroupedRidge, Unrolled
from fitwright.core.errors import MissingExtra
from tests.bilevel.differences import GROUPS, POINTS, agree, table

SPACE = Space({name: Float(1e-4, 1e6, log=True, default=1.0) for name in dict.fromkeys(GROUPS)})


@pytest.fixture
def torch():
    return pytest.importorskip("torch", reason="the extra [deep] is not installed")


def ridge(torch):
    """GroupedRidge once more, as two functions."""
    (X, y), (X_judge, y_judge) = (
        [torch.tensor(np.asarray(part, float)) for part in rows] for rows in table()
    )
    places = {name: [i for i, group in enumerate(GROUPS) if group == name] for name in SPACE.domains}

    def inner(w, hyper):
        held = sum(hyper[name] * (w[place] ** 2).sum() for name, place in places.items())
        return (((X @ w[:-1] + w[-1] - y) ** 2).sum() + held) / (2 * len(y))

    def outer(w):
        return ((X_judge @ w[:-1] + w[-1] - y_judge) ** 2).mean()

    return Autograd(inner, outer, np.zeros(len(GROUPS) + 1), SPACE)


@pytest.mark.parametrize("hyper", POINTS)
def test_derivatives_equal_finite_differences_and_those_by_hand(torch, hyper):
    found = ridge(torch)
    agree(found, hyper)
    loss, slopes = GroupedRidge(*table(), GROUPS).gradient(hyper)
    assert found.gradient(hyper) == (pytest.approx(loss), pytest.approx(slopes, rel=1e-4))


def test_a_descent_can_be_unrolled(torch):
    agree(Unrolled(ridge(torch), updates=20), {**POINTS[0], "rate": 0.02})


def test_what_does_not_matter_has_no_slope(torch):
    space = SPACE.with_({"unused": Float(1, 2)})
    found = ridge(torch)
    idle = Autograd(found._inner, found._outer, found.start(), space)
    assert idle.gradient({**POINTS[0], "unused": 1.5})[1]["unused"] == 0.0


def test_it_is_tuned(torch):
    found = ridge(torch)
    study = tune(found, found.space, search="gradient", max_trials=8)
    assert study.best_value < study.history[0].loss


def test_without_torch_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(MissingExtra, match=r"fitwright\[deep\]"):
        Autograd(lambda w, hyper: w, lambda w: w, [0.0], SPACE)
