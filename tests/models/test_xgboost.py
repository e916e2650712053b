"""XGBoost: its JSON as arrays, and what a fit has to hold."""

from dataclasses import replace

import numpy as np
import pytest

from fitwright.core.work import Means
from fitwright.models._trees import single
from fitwright.models._xgboost import OBJECTIVES
from fitwright.models._xgboost_json import read
from fitwright.models.xgboost import XGBoost
from tests.models._hard import hard, loaded, same_with_more_cores, strange, without_rows_of_weight_0

xgboost = pytest.importorskip("xgboost")
LINKS = {"binary": "logistic", "multiclass": "softmax", "regression": "identity"}


@pytest.mark.parametrize("kind", LINKS)
@pytest.mark.parametrize("categories", [True, False])
def test_arrays_sum_up_what_the_library_does(kind, categories):
    table, rows, _task = hard(kind, categories=categories)
    given = {
        "feature_types": ["c" if name in table.having("category") else "q" for name in table.names],
        "enable_categorical": True,
    }
    outputs = 4 if kind == "multiclass" else 1
    params = {"objective": OBJECTIVES[LINKS[kind]], "gamma": 0.1, "verbosity": 0}
    params |= {"num_class": outputs} if outputs > 1 else {}
    data = xgboost.QuantileDMatrix(single(table.matrix()), rows.answers, **given)
    booster = xgboost.train(params, data, 30)
    trees = read(booster.save_raw("json").decode(), LINKS[kind], outputs)
    assert len(trees.sets) > 0 or not categories
    for seen in (table, strange(table)):
        x = seen.matrix()
        margin = booster.predict(xgboost.DMatrix(single(x), **given), output_margin=True)
        np.testing.assert_array_equal(trees.sums(x), margin.reshape(len(x), outputs))


@pytest.mark.parametrize("kind", LINKS)
def test_every_way_makes_the_sums_of_the_library(kind):
    """Row by row and in batches, with NumPy and by a runtime; from a base that is no round number."""
    rng = np.random.default_rng(0)
    x, outputs = rng.normal(size=(700, 5)), 4 if kind == "multiclass" else 1
    y = np.exp(x[:, 0]) if kind == "regression" else (x[:, 0] > 0.7) * 1.0
    y = np.digitize(x[:, 0], [-0.5, 0.3, 1]) if kind == "multiclass" else y
    params = {"objective": OBJECTIVES[LINKS[kind]], "verbosity": 0, "learning_rate": 0.01}
    params |= {"num_class": outputs} if outputs > 1 else {}
    booster = xgboost.train(params, xgboost.DMatrix(x, y), 50)
    margin = booster.predict(xgboost.DMatrix(x), output_margin=True).reshape(len(x), outputs)
    trees = read(booster.save_raw("json").decode(), LINKS[kind], outputs)
    np.testing.assert_array_equal(trees.sums(x), margin)
    np.testing.assert_array_equal(trees.sums(x[:100]), margin[:100])
    trees.warm()
    np.testing.assert_array_equal(trees.sums(x[:100]), margin[:100])
    np.testing.assert_array_equal(trees.sums(x[:1]), margin[:1])


def test_numbers_far_from_zero_keep_their_precision():
    table, rows, task = hard("regression")
    near = XGBoost().fit(table, rows, task, 0, Means()).predict(table)
    far = XGBoost().fit(table, replace(rows, y=rows.answers + 1e9), task, 0, Means()).predict(table)
    np.testing.assert_allclose(far - 1e9, near, atol=0.1)  # single precision has steps of 64 there


@pytest.mark.parametrize("kind", LINKS)
def test_fitted_and_loaded_agree(kind):
    table, rows, task = hard(kind, 100)
    model = XGBoost().fit(table, rows, task, 0, Means())
    assert np.array_equal(loaded(model).predict(strange(table)), model.predict(strange(table)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", LINKS)
def test_cores_change_no_bit(kind, monkeypatch):
    monkeypatch.setattr(XGBoost, "rounds", 20)
    assert same_with_more_cores(XGBoost(), kind)


@pytest.mark.parametrize("kind", LINKS)
def test_rows_of_weight_0_are_as_if_they_were_not_there(kind):
    assert without_rows_of_weight_0(XGBoost(learning_rate=0.2), kind)


def test_a_class_that_was_not_there_is_next_to_impossible():
    table, rows, task = hard("multiclass")
    there = np.flatnonzero(rows.answers < 2)
    p = XGBoost().fit(table.at(there), rows.at(there), task, 0, Means()).predict(table)
    assert p[:, 2:].max() < 0.05
    np.testing.assert_allclose(p.sum(axis=1), 1)


def test_no_time_gives_fewer_rounds_and_a_model():
    table, rows, task = hard("binary", 1000)
    hurried = XGBoost(learning_rate=0.02).fit(table, rows, task, 0, Means(seconds=0.01))
    calm = XGBoost(learning_rate=0.02).fit(table, rows, task, 0, Means())
    assert 0 < len(hurried.trees_.roots) < len(calm.trees_.roots)


def test_nothing_is_printed(capfd):
    table, rows, task = hard("binary", 30)
    XGBoost().fit(table, rows, task, 0, Means()).predict(strange(table))
    assert capfd.readouterr() == ("", "")
