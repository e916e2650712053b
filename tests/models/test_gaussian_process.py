"""The Gaussian process: the textbook's mean and likelihood, lengths that tell which columns matter."""

import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, Matern, WhiteKernel

from fitwright.core.work import Means
from fitwright.models import gaussian_process
from fitwright.models._process import Beliefs, Told, _surprise, inverse, likeness, root
from fitwright.models.gaussian_process import GaussianProcess
from tests.models._tables import numbers, posed

KERNELS = pytest.mark.parametrize("kernel", ["matern", "rbf"])


def _x(count=150, columns=3, seed=0):
    return np.random.default_rng(seed).normal(size=(count, columns))


def _fit(x, y, weights=None, seconds=None, **settings):
    task, rows = posed(y, weights=weights)
    return GaussianProcess(**settings).fit(numbers(x), rows, task, 0, Means(seconds=seconds))


@KERNELS
def test_mean_and_likelihood_are_the_librarys(kernel):
    x, new = _x(60), _x(10, seed=1)
    y = np.sin(x[:, 0])[:, None]
    beliefs, told = Beliefs(np.array([1.0, 2.0, 3.0]), 0.7, 0.1), Told(x, y, np.ones(60))
    shape = RBF(beliefs.lengths) if kernel == "rbf" else Matern(beliefs.lengths, nu=2.5)
    theirs = GaussianProcessRegressor(ConstantKernel(0.7) * shape + WhiteKernel(0.1), optimizer=None)
    theirs.fit(x, y[:, 0])
    lower = root(kernel, told, beliefs)
    alike = 0.7 * likeness(kernel, new / beliefs.lengths, x / beliefs.lengths)
    np.testing.assert_allclose((alike @ inverse(lower) @ y)[:, 0], theirs.predict(new), atol=1e-5)
    value, _ = _surprise(kernel, told, beliefs)
    assert -value - 30 * np.log(2 * np.pi) == pytest.approx(theirs.log_marginal_likelihood_value_, abs=1e-3)


@KERNELS
def test_the_slope_of_the_likelihood_is_what_its_differences_say(kernel):
    told = Told(_x(40), _x(40, 2, seed=1), np.linspace(0.5, 2, 40))
    theta = np.log([1.0, 2.0, 0.5, 0.7, 0.3])

    def value(theta):
        return _surprise(kernel, told, Beliefs(np.exp(theta[:3]), np.exp(theta[3]), np.exp(theta[4])))

    slope = value(theta)[1]
    for place in range(5):
        step = 1e-5 * np.eye(5)[place]
        found = (value(theta + step)[0] - value(theta - step)[0]) / 2e-5
        assert found == pytest.approx(slope[place], rel=1e-4, abs=1e-4)


def test_a_smooth_relation_is_learned_from_few_rows():
    x, new = _x(), _x(200, seed=1)
    p = _fit(x, np.sin(2 * x[:, 0])).predict(numbers(new))[:, 0]
    assert np.abs(p - np.sin(2 * new[:, 0])).mean() < 0.08


def test_a_column_that_matters_has_a_short_length():
    x = _x()
    model = _fit(x, np.sin(2 * x[:, 1]), relevance=True)
    assert model.lengths_.argmin() == 1


@pytest.mark.slow
def test_shares_are_honest():
    x, new = _x(600), _x(500, seed=1)
    y = np.random.default_rng(2).random(600) < 1 / (1 + np.exp(-2 * x[:, 0]))
    p = _fit(x, y).predict(numbers(new))[:, 1]
    assert np.abs(p - 1 / (1 + np.exp(-2 * new[:, 0]))).mean() < 0.08


def test_a_heavy_row_is_less_noisy():
    x, y = np.zeros((40, 1)), np.repeat([0.5, 1.5], 20)
    x[:, 0] = np.tile([0.0, 1.0], 20)
    heavy = _fit(x, y, np.where(y > 1, 9.0, 1.0)).predict(numbers(x))
    assert heavy.mean() > 1.2


def test_rows_beyond_the_most_are_sampled(monkeypatch):
    monkeypatch.setattr(gaussian_process, "MOST", 100)
    x = _x(300)
    assert len(_fit(x, x[:, 0]).x_) == 100


def test_little_time_is_kept_by_fewer_rows():
    x = _x(1_000)
    assert len(_fit(x, x[:, 0], seconds=1e-3).x_) == gaussian_process.FEWEST
