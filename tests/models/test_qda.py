"""QDA: scikit-learn's scores, classes that differ in their spread alone, classes of one row."""

import numpy as np
import pytest
from sklearn.discriminant_analysis import QuadraticDiscriminantAnalysis

from fitwright.core.work import Means
from fitwright.models.qda import QDA
from tests.models._tables import numbers, posed

RNG = np.random.default_rng(0)
Y = RNG.integers(0, 3, 300)
X = RNG.normal(size=(300, 4)) * (1 + Y[:, None]) + Y[:, None]


def _fit(x, y=Y, weights=None, **settings):
    task, rows = posed(y, weights=weights)
    return QDA(**settings).fit(numbers(x), rows, task, 0, Means())


def test_odds_are_scikit_learns():
    theirs = np.log(QuadraticDiscriminantAnalysis().fit(X, Y).predict_proba(X))
    ours = _fit(X, shrinkage=0.0, pooling=0.0).scores(X)
    near = theirs.min(axis=1) > -20
    far = theirs - theirs[:, :1] - (ours - ours[:, :1])
    assert np.abs(far[near]).max() < 0.2  # they divide by one row fewer


def test_classes_that_differ_in_their_spread_alone():
    y = np.tile([0, 1], 300)
    x = RNG.normal(size=(600, 3)) * np.where(y, 3.0, 1.0)[:, None]
    p = _fit(x, y).predict(numbers(x))
    assert ((p[:, 1] > 0.5) == y).mean() > 0.85


def test_a_row_of_weight_2_is_two_rows():
    weights = np.random.default_rng(1).integers(1, 4, 300)
    at = np.repeat(np.arange(300), weights)
    weighed, repeated = _fit(X, weights=weights.astype(float)), _fit(X[at], Y[at])
    assert weighed.scores(X) == pytest.approx(repeated.scores(X), rel=1e-6)


def test_classes_of_one_row_take_the_form_of_all():
    y = np.array([0] * 100 + [1] * 99 + [2])
    p = _fit(X[:200], y).predict(numbers(X))
    assert np.isfinite(p).all()


def test_columns_that_are_copies_of_each_other():
    x = np.hstack([X, X, np.ones((300, 1))])
    p = _fit(x, shrinkage=1e-4).predict(numbers(x))
    assert -np.log(p[np.arange(300), Y]).mean() < 0.9
