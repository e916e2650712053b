"""The kernel machine: the library's margins, honest shares, and a bound on rows."""

import itertools

import numpy as np
import pytest
from sklearn.svm import SVC, SVR

from fitwright.core.work import Means
from fitwright.models import svm
from fitwright.models._soft import Soft
from fitwright.models.svm import SVM, Machine, margins
from tests.models._tables import numbers, posed


def _x(count=300, columns=4, seed=0):
    return np.random.default_rng(seed).normal(size=(count, columns))


def _fit(x, y, weights=None, seconds=None, **settings):
    task, rows = posed(y, weights=weights)
    return SVM(**settings).fit(numbers(x), rows, task, 0, Means(seconds=seconds))


def _theirs(kind, model, **given):
    return kind(
        C=model.cost_of_errors,
        kernel=model.kernel,
        gamma=model.fade_,
        degree=model.degree,
        coef0=1.0,
        **given,
    )


@pytest.mark.parametrize("kernel", ["rbf", "poly"])
def test_numbers_are_the_librarys(kernel):
    x, new = _x(), _x(50, seed=1)
    y = np.sin(x[:, 0]) + x[:, 1]
    model = _fit(x, y, kernel=kernel)
    soft = Soft.of(x)
    theirs = _theirs(SVR, model, epsilon=0.1).fit(soft(x), (y - y.mean()) / y.std())
    expected = theirs.predict(soft(new)) * y.std() + y.mean()
    more = 0.1 * np.ptp(y)
    expected = np.clip(expected, y.min() - more, y.max() + more)
    np.testing.assert_allclose(model.predict(numbers(new))[:, 0], expected, atol=1e-9)


def test_shares_of_two_classes_rise_with_the_librarys_decision():
    x, new = _x(), _x(50, seed=1)
    y = (x[:, 0] * x[:, 1] > 0).astype(int)
    model = _fit(x, y)
    soft = Soft.of(x)
    decision = _theirs(SVC, model).fit(soft(x), y).decision_function(soft(new))
    p = model.predict(numbers(new))[:, 1]
    assert (np.diff(p[np.argsort(decision)]) >= 0).all()
    assert np.corrcoef(decision > 0, p > 0.5)[0, 1] > 0.9


def test_margins_between_many_classes_are_the_librarys():
    x, new = _x(), _x(50, seed=1)
    y = np.digitize(x[:, 0] + x[:, 1] ** 2, [-0.5, 0.5, 1.5, 2.5])
    model = _fit(x, y)
    theirs = _theirs(SVC, model, decision_function_shape="ovo").fit(Soft.of(x)(x), y)
    known = Soft.of(x)(new)
    machine = Machine(model.support_, model.dual_, model.intercept_, model.ends_)
    found = list(margins(machine, model._likeness(machine.support, known)))
    assert [pair[:2] for pair in found] == list(itertools.combinations(range(5), 2))
    np.testing.assert_allclose(
        np.column_stack([pair[2] for pair in found]), theirs.decision_function(known), atol=1e-9
    )
    likeliest = model.predict(numbers(new)).argmax(axis=1)
    assert (likeliest == theirs.predict(known)).mean() > 0.85


def test_shares_are_honest():
    x, new = _x(1_000), _x(1_000, seed=1)
    rng = np.random.default_rng(2)
    y = rng.random(1_000) < 1 / (1 + np.exp(-2 * x[:, 0]))
    p = _fit(x, y).predict(numbers(new))[:, 1]
    true = 1 / (1 + np.exp(-2 * new[:, 0]))
    assert abs(p.mean() - true.mean()) < 0.05
    assert np.abs(p - true).mean() < 0.12


def test_rows_beyond_the_most_are_sampled_with_all_classes(monkeypatch):
    monkeypatch.setattr(svm, "MOST", 100)
    x = _x(600)
    y = np.array(["rare"] + ["usual"] * 300 + ["also"] * 299)
    model = _fit(x, y)
    assert len(model.support_) <= 101
    assert model.predict(numbers(x)).shape == (600, 3)


def test_little_time_is_kept_by_fewer_rows():
    x = _x(3_000)
    model = _fit(x, x[:, 0] * x[:, 1], seconds=1e-9)
    assert len(model.support_) <= svm.FEWEST


def test_heavy_rows_draw_the_answer():
    x, y = _x(200), _x(200, seed=1)[:, 0]
    heavy = _fit(x, y, np.where(y > 0, 20.0, 1.0), gamma=0.1).predict(numbers(x))
    assert heavy.mean() > y.mean() + 0.3
