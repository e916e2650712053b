"""The linear machine: the library's sums, dense or sparse, and honest shares."""

import numpy as np
import pytest
from sklearn.svm import LinearSVC

from fitwright.core.work import Means
from fitwright.models.linear_svm import LinearSVM
from tests.models._tables import numbers, posed, sparse


def _x(count=300, columns=4, seed=0):
    return np.random.default_rng(seed).normal(size=(count, columns))


def _fit(x, y, weights=None, seconds=None, form=numbers, **settings):
    task, rows = posed(y, weights=weights)
    return LinearSVM(**settings).fit(form(x), rows, task, 0, Means(seconds=seconds))


def test_sums_are_the_librarys():
    x = _x()
    y = np.digitize(x[:, 0] + 0.5 * _x(seed=1)[:, 0], [-0.5, 0.5])
    model = _fit(x, y, loss="squared")
    theirs = LinearSVC(C=0.1, dual=False, tol=1e-8, intercept_scaling=10.0).fit(x, y)
    np.testing.assert_allclose(model.coef_.T, theirs.coef_, atol=0.01)


@pytest.mark.parametrize("loss", ["squared", "hinge"])
def test_sparse_is_dense(loss):
    x = _x() * (_x(seed=1) > 0)
    y = (x[:, 0] > 0.1).astype(int)
    here, there = (_fit(x, y, form=form, loss=loss).predict(form(x)) for form in (numbers, sparse))
    np.testing.assert_allclose(here, there, atol=0.02)


def test_a_few_wild_numbers_do_not_matter():
    x = _x()
    y = x[:, 0] + 0.1 * _x(seed=1)[:, 0]
    y[:5] = 1e3
    p = _fit(x, y, epsilon=1e-3, cost_of_errors=10.0).predict(numbers(x))[5:, 0]
    assert np.abs(p - y[5:]).mean() < 0.5


def test_shares_are_honest():
    x, new = _x(1_000), _x(1_000, seed=1)
    y = np.random.default_rng(2).random(1_000) < 1 / (1 + np.exp(-2 * x[:, 0]))
    p = _fit(x, y).predict(numbers(new))[:, 1]
    assert np.abs(p - 1 / (1 + np.exp(-2 * new[:, 0]))).mean() < 0.06


def test_little_time_gives_fewer_rounds_and_a_model():
    x = _x(5_000, 20)
    p = _fit(x, (x[:, 0] > 0).astype(int), seconds=1e-3).predict(numbers(x))
    assert ((p[:, 1] > 0.5) == (x[:, 0] > 0)).mean() > 0.8
