"""Derivatives through a fit that others wrote; a fit that was not solved is no step."""

import math

import numpy as np
import pytest

from fitwright import Float, Space, tune
from fitwright.bilevel import Bilevel, GroupedRidge
from fitwright.core.errors import CandidateFailed, SettingError
from tests.bilevel.differences import GROUPS, POINTS, agree, table

SPACE = Space(pull=Float(0.01, 10, log=True), bend=Float(0.1, 10, log=True))


class Springs(Bilevel):
    """Weights that are drawn to targets (the inner loss is no parabola), and judged elsewhere."""

    targets, judged = np.array([1.0, -2.0, 0.5]), np.array([0.4, -0.9, 0.3])

    def start(self):
        return np.zeros(3)

    def inner(self, w, hyper):
        off = w - self.targets
        loss = hyper["bend"] * np.cosh(off).sum() + hyper["pull"] * (w**4).sum()
        return float(loss), hyper["bend"] * np.sinh(off) + 4 * hyper["pull"] * w**3

    def outer(self, w):
        off = w - self.judged
        return float(off @ off), 2 * off

    def hessian_product(self, w, hyper, v):
        return (hyper["bend"] * np.cosh(w - self.targets) + 12 * hyper["pull"] * w**2) * v

    def mixed_product(self, w, hyper, v):
        return {"pull": float(4 * w**3 @ v), "bend": float(np.sinh(w - self.targets) @ v)}


class Saddle(Springs):
    """Curves downwards everywhere."""

    def inner(self, w, hyper):
        return -float(w @ w) / 2, -w

    def hessian_product(self, w, hyper, v):
        return -v


class Rows(Springs):
    """The same with a whole matrix."""

    def hessian(self, w, hyper):
        return np.diag(self.hessian_product(w, hyper, np.ones(3)))


@pytest.mark.parametrize("kind", [Springs, Rows])
def test_derivatives_equal_finite_differences(kind):
    agree(kind(SPACE), {"pull": 0.5, "bend": 2.0})


def test_the_fit_ends_where_the_inner_gradient_is_zero():
    springs = Springs(SPACE, tolerance=1e-9)
    hyper = {"pull": 0.5, "bend": 2.0}
    first = np.linalg.norm(springs.inner(springs.start(), hyper)[1])
    assert np.linalg.norm(springs.inner(springs.fit(hyper), hyper)[1]) <= 1e-9 * first


def test_a_fit_that_was_cut_short_fails_and_says_how_far_it_came():
    with pytest.raises(CandidateFailed, match=r"fit of the weights to end within 1e-07.*it ended at"):
        Springs(SPACE, rounds=1).gradient({"pull": 5.0, "bend": 1.0})


def test_a_loss_that_curves_downwards_has_no_derivative():
    with pytest.raises(CandidateFailed, match="linear system"):
        Saddle(SPACE).gradient({"pull": 1.0, "bend": 1.0})


def test_a_trial_that_was_not_solved_is_failed_and_never_the_best():
    class Fragile(GroupedRidge):
        """Its steps are much too short where the penalty of the noise is high."""

        def hessian(self, w, hyper):
            return super().hessian(w, hyper) * (1 if hyper["noise"] < 30 else 1e6)

    fragile = Fragile(*table(), GROUPS)
    study = tune(fragile, fragile.space, search="gradient", max_trials=10)
    failed = study.history.in_state("failed")
    assert failed
    assert all(trial.config["noise"] >= 30 and "fit of the weights" in trial.why for trial in failed)
    assert study.best_params["noise"] < 30
    assert study.best_value < fragile.loss(POINTS[0])


def test_settings_are_checked():
    with pytest.raises(SettingError, match="tolerance above 0"):
        Springs(SPACE, tolerance=0)
    with pytest.raises(SettingError, match="tolerance above 0"):
        Springs(SPACE, tolerance=math.nan)
