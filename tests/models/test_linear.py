"""Linear models: scikit-learn's coefficients, exact weights, classes that are not there, little time."""

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge

from fitwright.core.rows import Rows
from fitwright.core.work import Means
from fitwright.models.linear import Linear
from tests.models._tables import numbers, posed, sparse

RNG = np.random.default_rng(0)
X = RNG.normal(size=(200, 6))
Y = {
    "binary": np.array(["no", "yes"])[(X[:, 0] + RNG.normal(size=200) > 0).astype(int)],
    "multiclass": np.array(["a", "b", "c"])[(X[:, :3] + 0.5 * RNG.normal(size=(200, 3))).argmax(axis=1)],
    "regression": X @ np.array([3.0, -2, 0, 0, 0, 1]) + RNG.normal(size=200) + 10,
}
KINDS = pytest.mark.parametrize("kind", list(Y))


def _fit(x, kind, weights=None, seconds=None, rows=slice(None), **settings):
    task, posed_rows = posed(Y[kind], kind)
    chosen = Rows(posed_rows.answers[rows], weights)
    return Linear(**settings).fit(x, chosen, task, 0, Means(seconds=seconds))


@pytest.mark.parametrize("kind", ["binary", "multiclass"])
def test_logistic_regression_is_scikit_learns(kind):
    theirs = LogisticRegression(C=1 / (1e-2 * 200), tol=1e-10, max_iter=5_000).fit(X, Y[kind])
    ours = _fit(numbers(X), kind, strength=1e-2)
    assert ours.predict(numbers(X)) == pytest.approx(theirs.predict_proba(X), abs=1e-6)


def test_ridge_is_scikit_learns():
    theirs = Ridge(alpha=1e-2 * 200).fit(X, Y["regression"])
    ours = _fit(numbers(X), "regression", strength=1e-2)
    assert ours.predict(numbers(X))[:, 0] == pytest.approx(theirs.predict(X))


def test_elastic_net_is_scikit_learns_and_drops_columns():
    y = Y["regression"]
    theirs = ElasticNet(alpha=0.1 * y.std(), l1_ratio=1.0, tol=1e-10, max_iter=10_000).fit(X, y)
    ours = _fit(numbers(X), "regression", penalty="elasticnet", strength=0.1, l1_ratio=1.0)
    assert ours.coef_[:, 0] == pytest.approx(theirs.coef_, abs=1e-3)
    assert (ours.coef_[:, 0] == 0).tolist() == (theirs.coef_ == 0).tolist()
    assert (ours.coef_ == 0).any()
    sparse_classes = _fit(numbers(X), "multiclass", penalty="elasticnet", strength=0.2)
    assert (sparse_classes.coef_[3:] == 0).all()


@KINDS
def test_a_row_of_weight_2_is_two_rows(kind):
    weights = np.random.default_rng(1).integers(1, 4, 200)
    at = np.repeat(np.arange(200), weights)
    weighted = _fit(numbers(X), kind, weights.astype(float)).predict(numbers(X))
    repeated = _fit(numbers(X[at]), kind, rows=at).predict(numbers(X))
    assert weighted == pytest.approx(repeated, rel=1e-9)


@KINDS
@pytest.mark.parametrize("penalty", ["l2", "elasticnet"])
def test_sparse_is_dense(kind, penalty):
    x = np.where(np.abs(X) > 1, X, 0.0)
    dense = _fit(numbers(x), kind, penalty=penalty).predict(numbers(x))
    assert _fit(sparse(x), kind, penalty=penalty).predict(sparse(x)) == pytest.approx(dense, abs=1e-3)


@pytest.mark.parametrize("table", [numbers, sparse])
def test_more_columns_than_can_be_paired(table):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 2_100))
    task, rows = posed(x[:, 0] + 5)
    p = Linear(strength=0.1).fit(table(x), rows, task, 0, Means()).predict(table(x))
    theirs = Ridge(alpha=6.0).fit(x, x[:, 0] + 5)
    assert p[:, 0] == pytest.approx(theirs.predict(x), abs=1e-2)


@pytest.mark.parametrize("there", [(0, 2), (1,)], ids=str)
def test_a_class_without_rows_keeps_a_small_share(there):
    task, rows = posed(Y["multiclass"])
    at = np.flatnonzero(np.isin(rows.answers, there))
    p = Linear().fit(numbers(X[at]), rows.at(at), task, 0, Means()).predict(numbers(X))
    absent = [k for k in range(3) if k not in there]
    assert p.sum(axis=1) == pytest.approx(1)
    assert p[:, absent] == pytest.approx(1 / (len(at) + 3))


def test_little_time_is_kept_by_fewer_rows():
    x = np.random.default_rng(0).normal(size=(5_000, 20))
    task, rows = posed((x[:, 0] > 0).astype(int))
    p = Linear().fit(numbers(x), rows, task, 0, Means(seconds=1e-9)).predict(numbers(x))
    assert ((p[:, 1] > 0.5) == (x[:, 0] > 0)).mean() > 0.95


@KINDS
def test_weights_are_exact_in_sparse_columns_too(kind):
    x = np.where(np.abs(X) > 1, X, 0.0)
    weights = np.random.default_rng(1).integers(1, 4, 200)
    at = np.repeat(np.arange(200), weights)
    weighted = _fit(sparse(x), kind, weights.astype(float)).predict(sparse(x))
    assert weighted == pytest.approx(_fit(sparse(x[at]), kind, rows=at).predict(sparse(x)), rel=1e-8)
