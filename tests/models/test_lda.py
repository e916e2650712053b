"""LDA: scikit-learn's coefficients, weights as rows, classes that are not there, very many columns."""

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

from fitwright.core.work import Means
from fitwright.models.lda import LDA
from tests.models._tables import numbers, posed

RNG = np.random.default_rng(0)
Y = RNG.integers(0, 3, 300)
X = RNG.normal(size=(300, 5)) + 1.5 * np.eye(3, 5)[Y]
X[:, 4] += X[:, 3]


def _fit(x, y=Y, weights=None, seconds=None, **settings):
    task, rows = posed(y, weights=weights)
    return LDA(**settings).fit(numbers(x), rows, task, 0, Means(seconds=seconds))


def test_odds_are_scikit_learns():
    theirs = LinearDiscriminantAnalysis(solver="lsqr").fit(X, Y).decision_function(X)
    ours = _fit(X, shrinkage=0.0).scores(X)
    assert ours - ours[:, :1] == pytest.approx(theirs - theirs[:, :1], abs=1e-3)


def test_a_row_of_weight_2_is_two_rows():
    weights = np.random.default_rng(1).integers(1, 4, 300)
    at = np.repeat(np.arange(300), weights)
    weighed, repeated = _fit(X, weights=weights.astype(float)), _fit(X[at], Y[at])
    assert weighed.coef_ == pytest.approx(repeated.coef_, rel=1e-6)


def test_shares_fit_the_rows_where_the_clouds_are_no_bells():
    x = np.exp(2 * X)
    p = _fit(x).predict(numbers(x))
    assert -np.log(p[np.arange(300), Y]).mean() < 1.0


def test_a_class_without_rows_keeps_a_small_share():
    task, rows = posed(Y)
    at = np.flatnonzero(Y != 1)
    p = LDA().fit(numbers(X[at]), rows.at(at), task, 0, Means()).predict(numbers(X))
    assert p[:, 1] == pytest.approx(1 / (len(at) + 3))


def test_of_very_many_columns_those_that_tell_classes_apart_are_looked_at(monkeypatch):
    monkeypatch.setattr(LDA, "most", 3)
    x = np.hstack([RNG.normal(size=(300, 20)), X[:, :3]])
    assert _fit(x).columns_.tolist() == [20, 21, 22]


def test_more_columns_than_rows():
    x = np.hstack([X, RNG.normal(size=(300, 400))])
    p = _fit(x).predict(numbers(x))
    assert (p.argmax(axis=1) == Y).mean() > 0.9


def test_little_time_is_kept_by_fewer_rows():
    y = np.tile([0, 1], 2_500)
    x = RNG.normal(size=(5_000, 20)) + 2 * y[:, None]
    p = _fit(x, y, seconds=1e-9).predict(numbers(x))
    assert (p.argmax(axis=1) == y).mean() > 0.95
