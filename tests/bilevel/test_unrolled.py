"""Derivatives through every step of a descent, the learning rate's among them."""

import numpy as np
import pytest

from fitwright import tune
from fitwright.bilevel import GroupedLogistic, GroupedRidge, Unrolled
from fitwright.core.errors import CandidateFailed, SettingError
from fitwright.space import Float
from tests.bilevel.differences import GROUPS, POINTS, agree, table


@pytest.mark.parametrize("hyper", POINTS)
@pytest.mark.parametrize("rate", [0.005, 0.02])
def test_derivatives_equal_finite_differences(rate, hyper):
    agree(Unrolled(GroupedRidge(*table(), GROUPS), updates=30), {**hyper, "rate": rate})


@pytest.mark.parametrize("classes", [2, 4])
def test_derivatives_of_classes_too(classes):
    model = GroupedLogistic(*table(classes=classes), GROUPS)
    agree(Unrolled(model, updates=20), {**POINTS[0], "rate": 0.3})


def test_many_steps_come_to_the_fit():
    ridge = GroupedRidge(*table(), GROUPS)
    far = Unrolled(ridge, updates=2000)
    np.testing.assert_allclose(far.fit({**POINTS[0], "rate": 0.3}), ridge.fit(POINTS[0]), atol=1e-8)
    slopes = far.gradient({**POINTS[0], "rate": 0.3})[1]
    assert abs(slopes["rate"]) < 1e-8
    assert slopes["noise"] == pytest.approx(ridge.gradient(POINTS[0])[1]["noise"], rel=1e-6)


def test_a_rate_too_high_fails_and_the_search_goes_on():
    hasty = Unrolled(
        GroupedRidge(*table(), GROUPS), updates=500, rate=Float(0.01, 1e3, log=True, default=90.0)
    )
    with pytest.raises(CandidateFailed, match="Take lower rates"):
        hasty.gradient({**POINTS[0], "rate": 1e3})
    study = tune(hasty, hasty.space, search="gradient", max_trials=25)
    assert study.history.in_state("failed")
    assert study.history.in_state("done")


def test_settings_are_checked():
    (X, y), judge = table()
    with pytest.raises(SettingError, match="called 'rate'"):
        Unrolled(GroupedRidge((X, y), judge, ["rate"] * len(GROUPS)))
    with pytest.raises(SettingError, match="updates from 1"):
        Unrolled(GroupedRidge((X, y), judge, GROUPS), updates=0)
