"""CatBoost: its JSON as arrays, statistics of categories included, and what a fit has to hold."""

from dataclasses import replace

import numpy as np
import pytest

from fitwright.core.work import Means
from fitwright.models._catboost_json import hashed
from fitwright.models._job import posed
from fitwright.models.catboost import LOSSES, CatBoost, pool, read_of
from tests.models._hard import hard, loaded, same_with_more_cores, strange, without_rows_of_weight_0

catboost = pytest.importorskip("catboost")
KINDS = ("binary", "multiclass", "regression")


@pytest.fixture(autouse=True)
def _few_rounds(monkeypatch):
    monkeypatch.setattr(CatBoost, "rounds", 60)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("one_hot", [2, 10, 100, None])
def test_arrays_sum_up_what_the_library_does(kind, one_hot):
    table, rows, task = hard(kind, categories=one_hot is not None)
    job, _ = posed(table, rows, task, 0, 1)
    core = catboost.CatBoost(
        {"loss_function": LOSSES[job.link], "iterations": 40, "one_hot_max_size": one_hot or 2}
        | {"max_ctr_complexity": 1, "logging_level": "Silent", "allow_writing_files": False}
    )
    core.fit(pool(job))
    trees = read_of(core, job)
    assert len(trees.sets) > 0 or one_hot is None
    for x in (table.matrix(), strange(table).matrix()):
        raw = core.predict(pool(replace(job, x=x)), prediction_type="RawFormulaVal")
        np.testing.assert_allclose(trees.sums(x), raw.reshape(len(x), job.outputs), rtol=1e-12, atol=1e-12)
    if one_hot is None:
        before, x = trees.sums(x), np.ascontiguousarray(x)
        trees.warm()
        assert trees._evaluator.trusted
        assert np.array_equal(trees.sums(x), before)
        assert np.array_equal(np.concatenate([trees.sums(x[i : i + 1]) for i in range(50)]), before[:50])


@pytest.mark.parametrize("kind", KINDS)
def test_fitted_and_loaded_agree(kind):
    table, rows, task = hard(kind, 100)
    model = CatBoost().fit(table, rows, task, 0, Means())
    assert np.array_equal(loaded(model).predict(strange(table)), model.predict(strange(table)))


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
