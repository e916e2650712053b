"""The score in a model file can be derived again from the table, and from no other."""

import numpy as np
import pandas as pd
import pytest

import fitwright
from fitwright import AutoClassifier, AutoRegressor
from fitwright.core.errors import DataError, Unsupported
from fitwright.proof import derive, same
from tests.posed import mixed

FAST = {
    "max_trials": 3,
    "models": ["linear", "lightgbm"],
    "executor": "serial",
    "verbose": 0,
    "random_state": 0,
}


@pytest.fixture(scope="module")
def table():
    X, y = mixed(150)
    return pd.DataFrame(X), np.array(y)


@pytest.mark.parametrize("metric", ["roc_auc", "log_loss", "f1"])
def test_the_recorded_score_is_derived_from_a_loaded_file(table, tmp_path, metric):
    model = AutoClassifier(**FAST, metric=metric, cv=3).fit(*table)
    model.save(tmp_path / "m.fw")
    loaded = fitwright.load(tmp_path / "m.fw")
    assert same(derive(loaded, *table), loaded.card["score"])
    assert not same(derive(loaded, *table), loaded.card["score"] + 0.001)


def test_weights_count(table):
    weights = np.random.default_rng(0).uniform(0.5, 2, len(table[1]))
    model = AutoClassifier(**FAST, cv=3).fit(*table, weights)
    assert same(derive(model.predictor_, *table, weights), model.predictor_.card["score"])
    with pytest.raises(DataError, match="weights"):
        derive(model.predictor_, *table)


def test_other_rows_and_other_answers_are_told_apart(table):
    X, y = table
    model = AutoClassifier(**FAST, cv=2).fit(X, y)
    with pytest.raises(DataError, match="fingerprint"):
        derive(model.predictor_, X[::-1], y[::-1])
    with pytest.raises(DataError, match="fingerprint"):
        derive(model.predictor_, X[:-1], y[:-1])
    with pytest.raises(DataError, match="answers"):
        derive(model.predictor_, X, np.roll(y, 1))


def test_a_metric_of_ones_own_is_given_again(table):
    X = table[0]
    worst = fitwright.Metric.of(lambda y, found: float(np.abs(y - found).max()), higher_is_better=False)
    model = AutoRegressor(**FAST, metric=worst, cv=2).fit(X.drop(columns="size"), X["size"])
    given = model.predictor_, X.drop(columns="size"), X["size"]
    with pytest.raises(Unsupported, match="Pass it as metric"):
        derive(*given)
    assert same(derive(*given, metric=worst), model.predictor_.card["score"])


def test_what_was_fitted_on_all_rows_needs_a_replay(table):
    X, y = table
    model = AutoClassifier(**FAST).fit(X, y, time=np.arange(len(y)))
    with pytest.raises(Unsupported, match="replay"):
        derive(model.predictor_, X, y)
