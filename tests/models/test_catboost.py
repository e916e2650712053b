"""CatBoost: its JSON as arrays, statistics of categories included, and what a fit has to hold."""

import numpy as np
import pytest

from fitwright.core.work import Means
from fitwright.models._catboost_json import hashed
from fitwright.models.catboost import CatBoost
from tests.models._hard import hard, loaded, same_with_more_cores, strange, without_rows_of_weight_0

pytest.importorskip("catboost")
KINDS = ("binary", "multiclass", "regression")


@pytest.fixture(autouse=True)
def _few_rounds(monkeypatch):
    monkeypatch.setattr(CatBoost, "rounds", 60)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("one_hot", [2, 10, 100])
def test_arrays_predict_what_the_library_does(kind, one_hot):
    table, rows, task = hard(kind)
    model = CatBoost(one_hot_max_size=one_hot).fit(table, rows, task, 0, Means())
    assert len(model.trees_.sets) > 0
    for seen in (table, strange(table)):
        np.testing.assert_allclose(loaded(model).predict(seen), model.predict(seen), rtol=1e-12, atol=1e-12)


def test_arrays_predict_what_the_library_does_without_categories():
    table, rows, task = hard("regression", categories=False)
    model = CatBoost().fit(table, rows, task, 0, Means())
    for seen in (table, strange(table)):
        np.testing.assert_allclose(loaded(model).predict(seen), model.predict(seen), rtol=1e-12, atol=1e-12)


def test_names_are_hashed_as_the_library_does():
    assert hashed(3).tolist() == [1010391233, -1531009312, 1359208496, -1756108409]


@pytest.mark.parametrize("kind", KINDS)
def test_cores_change_no_bit(kind, monkeypatch):
    monkeypatch.setattr(CatBoost, "rounds", 10)
    assert same_with_more_cores(CatBoost(), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_weight_0_are_as_if_they_were_not_there(kind):
    assert without_rows_of_weight_0(CatBoost(), kind)


def test_a_class_that_was_not_there_is_next_to_impossible():
    table, rows, task = hard("multiclass")
    there = np.flatnonzero(rows.answers > 0)
    model = CatBoost().fit(table.at(there), rows.at(there), task, 0, Means())
    p = model.predict(table)
    assert p[:, 0].max() < 0.05
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(loaded(model).predict(table), p, atol=1e-12)


def test_no_time_gives_fewer_rounds_and_a_model():
    table, rows, task = hard("multiclass", 2000)
    hurried = CatBoost().fit(table, rows, task, 0, Means(seconds=0.01))
    assert 0 < len(hurried.trees_.roots) < 60


def test_nothing_is_printed(capfd):
    table, rows, task = hard("binary", 30)
    CatBoost().fit(table, rows, task, 0, Means()).predict(strange(table))
    CatBoost().fit(table, rows, task, 0, Means()).predict(table.at(np.zeros(0, np.intp)))
    assert capfd.readouterr() == ("", "")
