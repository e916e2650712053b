"""The Gaussian process finds in dozens of trials what draws do not find in hundreds."""

import numpy as np
import pytest
from scipy.special import ndtr

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.search._acquire import log_improvement
from fitwright.search._process import Kernel, _apart, _misfit, condition
from fitwright.search.gaussian import Gaussian, standard
from fitwright.search.random import Random
from fitwright.space import Float, Space
from tests.search.minimise import FLAT, RULED, TREE, best, hill, in_flight, run


@pytest.fixture
def process():
    rng = np.random.default_rng(0)
    X = np.column_stack([rng.random((12, 2)), (rng.integers(0, 3, 12) + 0.5) / 3])
    choices = np.array([False, False, True])
    kernel = Kernel(np.array([4.0, 1.0, 0.5]), 1.3, 1e-3)
    return condition(kernel, X, np.sin(5 * X[:, 0]) + X[:, 2], choices)


@pytest.mark.slow
def test_forty_trials_do_better_than_two_hundred_draws():
    drawn = [best(Random(FLAT, seed=seed), hill, 200) for seed in range(2)]
    assert max(best(Gaussian(FLAT, seed=seed), hill, 40) for seed in range(2)) < 0.25 * min(drawn)


@pytest.mark.slow
def test_branches_conditions_and_forbidden_combinations_hold():
    history = run(Gaussian(RULED, seed=0), lambda c: abs(c["C"] - 20) + (c["kernel"] != "rbf"), 30)
    assert all(RULED.complete(trial.config) == trial.config for trial in history)
    loss = best(Gaussian(TREE), lambda c: abs(c.get("linear.C", 1.0) - 0.3), 30)
    assert loss < 0.01


def test_trials_under_way_push_the_next_away():
    space = Space(x=Float(0, 1), y=Float(0, 1))
    history = run(Gaussian(space, seed=0), lambda c: (c["x"] - 0.5) ** 2 + (c["y"] - 0.5) ** 2, 12)
    asked = [(c["x"], c["y"]) for c in in_flight(Gaussian(space, seed=0), history, 4)]
    apart = [np.hypot(a - c, b - d) for i, (a, b) in enumerate(asked) for c, d in asked[:i]]
    assert min(apart) > 1e-3


@pytest.mark.slow
def test_where_trials_fail_it_goes_no_more():
    history = run(Gaussian(Space(x=Float(0, 1)), seed=3), lambda c: None if c["x"] > 0.5 else 1 - c["x"], 30)
    assert sum(trial.state == "failed" for trial in list(history)[-12:]) < 10
    assert history.best(1)[0].config["x"] > 0.45


def test_losses_that_are_all_the_same_do_no_harm():
    assert len(run(Gaussian(FLAT, seed=0), lambda c: 1.0, 14)) == 14


def test_its_slopes_are_those_of_its_predictions(process):
    z = np.array([[0.31, 0.72, 0.5]])
    mean, deviation, of_mean, of_deviation = process.slopes(z)
    assert np.allclose([mean, deviation], process.predict(z))
    for column in range(2):
        step = np.zeros((1, 3))
        step[0, column] = 1e-5
        up, down = np.array(process.predict(z + step)), np.array(process.predict(z - step))
        assert np.allclose(
            ((up - down) / 2e-5).ravel(), [of_mean[0, column], of_deviation[0, column]], rtol=1e-4
        )
    assert of_mean[0, 2] == of_deviation[0, 2] == 0


def test_it_goes_through_what_it_has_seen_and_is_unsure_far_away(process):
    mean, deviation = process.predict(process.X)
    assert np.allclose(mean, np.sin(5 * process.X[:, 0]) + process.X[:, 2], atol=0.05)
    assert deviation.max() < 0.1
    assert process.predict(np.array([[-20.0, 20.0, 0.1]]))[1][0] == pytest.approx(np.sqrt(1.3), rel=1e-3)


def test_the_slope_of_the_likelihood_is_right():
    rng = np.random.default_rng(1)
    X, y, logs = rng.random((9, 3)), rng.standard_normal(9), np.array([0.3, -0.2, 1.0, 0.1, -4.0])
    apart = _apart(X, np.array([False, True, False])).reshape(81, 3)
    _, slope = _misfit(Kernel.of(logs), apart, y)
    for i in range(5):
        step = np.eye(5)[i] * 1e-5
        up, down = (_misfit(Kernel.of(logs + sign * step), apart, y)[0] for sign in (1, -1))
        assert slope[i] == pytest.approx((up - down) / 2e-5, rel=1e-4, abs=1e-6)


def test_the_logarithm_of_the_improvement_is_exact_near_and_far():
    z = np.array([-5.0, -1.5, -1.0, -0.3, 0.0, 2.0, 9.0])
    assert np.allclose(
        log_improvement(z), np.log(np.exp(-z * z / 2) / np.sqrt(2 * np.pi) + z * ndtr(z)), rtol=1e-6
    )
    far = log_improvement(-np.geomspace(1, 1e8, 200))
    assert np.isfinite(far).all()
    assert (np.diff(far) < 0).all()


def test_a_loss_that_is_far_off_does_not_flatten_the_others():
    losses = standard(np.array([0.1, 0.2, 0.3, 0.4, 1e9]))
    assert losses[3] - losses[0] > 1
    assert losses.argmax() == 4


def test_startup_of_one_is_refused():
    with pytest.raises(SettingError, match="startup"):
        Gaussian(FLAT, startup=1)


def test_the_first_config_is_the_default():
    assert Gaussian(FLAT).ask(0, History()) == FLAT.default()
