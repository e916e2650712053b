"""LightGBM: its text as arrays, and what a fit has to hold."""

import lightgbm
import numpy as np
import pytest

from fitwright.core.errors import Damaged
from fitwright.core.work import Means
from fitwright.models._lightgbm_text import read
from fitwright.models.lightgbm import LightGBM
from tests.models._hard import hard, loaded, same_with_more_cores, strange, without_rows_of_weight_0

KINDS = ("binary", "multiclass", "regression")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("categories", [True, False])
def test_arrays_sum_up_what_the_library_does(kind, categories):
    table, rows, task = hard(kind, categories=categories)
    outputs = len(task.outputs) if kind == "multiclass" else 1
    asked = {"objective": kind, "num_class": outputs, "min_data_in_leaf": 3, "cat_smooth": 1, "verbosity": -1}
    codes = [table.names.index(name) for name in table.having("category")]
    booster = lightgbm.train(
        asked, lightgbm.Dataset(table.matrix(), rows.answers, categorical_feature=codes, params=asked), 30
    )
    trees = read(booster.model_to_string(), outputs)
    assert len(trees.sets) > 0 or not categories
    for x in (table.matrix(), strange(table).matrix()):
        raw = booster.predict(x, raw_score=True)
        np.testing.assert_allclose(trees.sums(x), raw.reshape(len(x), outputs), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_fitted_and_loaded_agree(kind):
    table, rows, task = hard(kind, 100)
    model = LightGBM().fit(table, rows, task, 0, Means())
    assert np.array_equal(loaded(model).predict(strange(table)), model.predict(strange(table)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_cores_change_no_bit(kind, monkeypatch):
    monkeypatch.setattr(LightGBM, "rounds", 30)
    assert same_with_more_cores(LightGBM(bagging_fraction=0.7), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_weight_0_are_as_if_they_were_not_there(kind):
    assert without_rows_of_weight_0(LightGBM(), kind)


def test_weights_draw_the_answer():
    table, rows, task = hard("regression")
    heavy = rows.weighted(np.where(rows.answers > np.median(rows.answers), 50.0, 1.0))
    plain, drawn = (LightGBM().fit(table, r, task, 0, Means()).predict(table) for r in (rows, heavy))
    assert drawn.mean() > plain.mean() + 0.3


def test_a_class_that_was_not_there_is_next_to_impossible():
    table, rows, task = hard("multiclass")
    there = np.flatnonzero(rows.answers != 2)
    model = LightGBM().fit(table.at(there), rows.at(there), task, 0, Means())
    p = model.predict(table)
    assert p.shape == (300, 4)
    assert p[:, 2].max() < 0.05
    np.testing.assert_allclose(p.sum(axis=1), 1)
    np.testing.assert_allclose(loaded(model).predict(table), p, atol=1e-12)


def test_no_time_gives_fewer_rounds_and_a_model():
    table, rows, task = hard("multiclass", 1000)
    hurried = LightGBM(learning_rate=0.02).fit(table, rows, task, 0, Means(seconds=0.01))
    calm = LightGBM(learning_rate=0.02).fit(table, rows, task, 0, Means())
    assert 0 < len(hurried.trees_.roots) < len(calm.trees_.roots)


def test_nothing_is_printed(capfd):
    table, rows, task = hard("binary", 30)
    LightGBM().fit(table, rows, task, 0, Means()).predict(strange(table))
    assert capfd.readouterr() == ("", "")


def test_a_state_that_is_none_is_refused():
    table, rows, task = hard("binary", 30)
    state = LightGBM().fit(table, rows, task, 0, Means()).state()
    for change in ({"columns_": "8"}, {"link_": "exec"}, {"trees_": None}, {"columns_": 2}):
        with pytest.raises(Damaged):
            LightGBM.from_state({**state, **change})
