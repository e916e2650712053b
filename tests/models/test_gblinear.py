"""Boosted linear models: XGBoost's own sums, sparse as dense, and steps that stop in time."""

import numpy as np
import pytest

from fitwright.core.work import Means
from tests.models._tables import numbers, posed, sparse

xgboost = pytest.importorskip("xgboost")
from fitwright.models.gblinear import GBLinear  # noqa: E402  # after the library is known to be there

RNG = np.random.default_rng(0)
X = RNG.normal(size=(300, 5))
Y = {
    "binary": np.array(["no", "yes"])[(X[:, 0] + RNG.normal(size=300) > 0).astype(int)],
    "multiclass": np.array(["a", "b", "c"])[(X[:, :3] + 0.5 * RNG.normal(size=(300, 3))).argmax(axis=1)],
    "regression": X @ np.array([3.0, -2, 0, 0, 1]) + RNG.normal(size=300) + 10,
}
KINDS = pytest.mark.parametrize("kind", list(Y))


def _fit(table, kind, weights=None, seconds=None, rows=slice(None), **settings):
    task, posed_rows = posed(Y[kind], kind)
    chosen = posed_rows.at(np.arange(300)[rows]).weighted(weights)
    return GBLinear(**settings).fit(table, chosen, task, 0, Means(seconds=seconds))


@KINDS
def test_sums_are_the_librarys(kind, monkeypatch):
    seen = {}
    update = xgboost.Booster.update
    monkeypatch.setattr(xgboost.Booster, "update", lambda b, *a: (seen.update(booster=b), update(b, *a))[1])
    model = _fit(numbers(X), kind)
    theirs = seen["booster"].predict(xgboost.DMatrix(X))
    if kind == "regression":
        theirs = model.target_.back(theirs[:, None].astype(float))[:, 0]
        assert model.predict(numbers(X))[:, 0] == pytest.approx(theirs, rel=1e-4)
    else:
        ours = model.predict(numbers(X))
        assert (ours[:, 1] if kind == "binary" else ours) == pytest.approx(theirs, abs=1e-5)


@KINDS
def test_sparse_is_dense(kind):
    x = np.where(np.abs(X) > 1, X, 0.0)
    dense = _fit(numbers(x), kind).predict(numbers(x))
    assert _fit(sparse(x), kind).predict(sparse(x)) == pytest.approx(dense, abs=1e-5)


@KINDS
def test_a_state_comes_back(kind):
    model = _fit(numbers(X), kind)
    again = GBLinear.from_state(model.state())
    assert np.array_equal(again.predict(numbers(X)), model.predict(numbers(X)))


def test_absolute_penalties_drop_columns():
    coef = _fit(numbers(X), "regression", reg_alpha=0.1).coef_[:, 0]
    assert (coef[[2, 3]] == 0).all()
    assert (coef[[0, 1, 4]] != 0).all()


def test_rows_of_weight_0_are_as_if_they_were_not_there():
    weights = (np.arange(300) % 3 > 0).astype(float)
    there = np.flatnonzero(weights)
    heavy = _fit(numbers(X), "binary", weights).predict(numbers(X))
    assert np.array_equal(heavy, _fit(numbers(X[there]), "binary", rows=there).predict(numbers(X)))


def test_no_time_gives_a_model():
    p = _fit(numbers(X), "multiclass", seconds=1e-6).predict(numbers(X))
    assert (np.array(["a", "b", "c"])[p.argmax(axis=1)] == Y["multiclass"]).mean() > 0.5
