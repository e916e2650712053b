"""RandomForest: what scikit-learn grew as arrays, and what a fit has to hold."""

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

from fitwright.core.work import Means
from fitwright.models._trees import single
from fitwright.models.random_forest import RandomForest
from tests.models._hard import hard, loaded, same_with_more_cores, strange, without_rows_of_weight_0

KINDS = ("binary", "multiclass", "regression")


@pytest.mark.parametrize("kind", KINDS)
def test_arrays_predict_what_the_library_does(kind):
    table, rows, task = hard(kind)
    model = RandomForest(50, max_features=0.5, min_samples_leaf=2).fit(table, rows, task, 7, Means())
    core = RandomForestRegressor if kind == "regression" else RandomForestClassifier
    theirs = core(50, max_features=0.5, min_samples_leaf=2, random_state=7)
    theirs.fit(single(table.matrix()), rows.answers)
    for seen in (table, strange(table)):
        x = single(seen.matrix())
        expected = theirs.predict(x)[:, None] if kind == "regression" else theirs.predict_proba(x)
        np.testing.assert_allclose(model.predict(seen), expected, rtol=1e-6, atol=1e-6)
        assert np.array_equal(loaded(model).predict(seen), model.predict(seen))


@pytest.mark.parametrize("kind", KINDS)
def test_cores_change_no_bit(kind):
    assert same_with_more_cores(RandomForest(20), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_weight_0_are_as_if_they_were_not_there(kind):
    assert without_rows_of_weight_0(RandomForest(20), kind)


def test_a_class_that_was_not_there_is_impossible():
    table, rows, task = hard("multiclass")
    there = np.flatnonzero(rows.answers != 1)
    p = RandomForest(20).fit(table.at(there), rows.at(there), task, 0, Means()).predict(table)
    assert p.shape == (300, 4)
    assert not p[:, 1].any()


def test_no_time_gives_fewer_trees_and_a_model():
    table, rows, task = hard("regression", 2000)
    model = RandomForest(1000).fit(table, rows, task, 0, Means(seconds=0.05))
    assert 0 < len(model.trees_.roots) < 1000


def test_on_many_rows_leaves_hold_more_of_them(monkeypatch):
    monkeypatch.setattr("fitwright.models._forest.LEAVES", 500)
    table, rows, task = hard("regression", 1000)
    assert len(RandomForest(20).fit(table, rows, task, 0, Means()).trees_.value) <= 500


def test_nothing_is_printed(capfd):
    table, rows, task = hard("binary", 30)
    RandomForest(5).fit(table, rows, task, 0, Means(cores=2)).predict(strange(table))
    assert capfd.readouterr() == ("", "")
