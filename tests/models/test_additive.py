"""Additive: a sum of one curve a column, to the last digit, and the curves say what the model does."""

import numpy as np
import pytest

from fitwright.core.work import Means
from fitwright.models._curves import is_additive
from fitwright.models.additive import Additive
from tests.models._hard import hard, loaded, same_with_more_cores, strange, without_rows_of_weight_0
from tests.models._tables import numbers, posed

KINDS = pytest.mark.parametrize("kind", ["binary", "multiclass", "regression"])


def _fitted(kind, count=300):
    table, rows, task = hard(kind, count)
    return Additive().fit(table, rows, task, 0, Means()), table


def _summed(model, table):
    """(rows, outputs) of the sum that the curves make."""
    total = np.tile(model.intercept, (len(table), 1))
    codes = table.having("category")
    for name, curve in model.curves().items():
        if name in codes:
            at = table.codes([name])[:, 0]
            missing = at < 0
        else:
            value = table.numbers([name])[:, 0]
            missing = np.isnan(value)
            at = np.searchsorted(curve.x, np.where(missing, 0, value))
        total += np.where(missing[:, None], curve.missing, curve.contribution[np.where(missing, 0, at)])
    return total


@KINDS
def test_every_tree_asks_for_one_column(kind):
    model, _ = _fitted(kind)
    assert len(model.trees_.roots) > 10
    assert is_additive(model.trees_)


@KINDS
def test_curves_and_intercept_add_up_to_the_prediction(kind):
    model, table = _fitted(kind)
    for seen in (table, strange(table)):
        summed = _summed(model, seen)
        assert summed == pytest.approx(model.trees_.sums(seen.matrix()), abs=1e-9)
        if kind == "binary":
            assert 1 / (1 + np.exp(-summed[:, 0])) == pytest.approx(model.predict(seen)[:, 1])
        if kind == "regression":
            assert summed == pytest.approx(model.predict(seen))


@KINDS
def test_loaded_curves_are_the_fitted_ones(kind):
    model, table = _fitted(kind)
    again = loaded(model)
    assert np.array_equal(again.predict(strange(table)), model.predict(strange(table)))
    for name, curve in model.curves().items():
        assert np.array_equal(again.curves()[name].contribution, curve.contribution)


def test_a_column_adds_nothing_on_average_and_has_the_form_of_the_truth():
    x = np.random.default_rng(0).uniform(-2, 2, size=(2_000, 3))
    task, rows = posed(x[:, 0] ** 2 + 3 * x[:, 1])
    model = Additive().fit(numbers(x), rows, task, 0, Means())
    curve = model.curves()["c0"]
    added = curve.contribution[np.searchsorted(curve.x, x[:, 0]), 0]
    assert added.mean() == pytest.approx(0, abs=1e-9)
    assert model.intercept[0] == pytest.approx(rows.answers.mean(), abs=0.02)
    assert np.corrcoef(added, x[:, 0] ** 2)[0, 1] > 0.99
    assert np.ptp(model.curves()["c2"].contribution) < 0.1 * np.ptp(curve.contribution)


def test_levels_bear_their_names():
    model, table = _fitted("regression")
    assert model.curves()["size"].x == table.levels("size")


def test_what_needs_two_columns_at_once_is_not_learned():
    x = np.random.default_rng(0).normal(size=(1_000, 2))
    task, rows = posed((x[:, 0] * x[:, 1] > 0).astype(int))
    p = Additive().fit(numbers(x), rows, task, 0, Means()).predict(numbers(x))
    assert np.abs(p[:, 1] - 0.5).mean() < 0.15


@KINDS
def test_rows_of_weight_0_are_as_if_they_were_not_there(kind):
    assert without_rows_of_weight_0(Additive(), kind)


def test_cores_change_no_bit(monkeypatch):
    monkeypatch.setattr(Additive, "rounds", 30)
    assert same_with_more_cores(Additive(), "binary")


def test_a_class_that_was_not_there_has_curves_too():
    table, rows, task = hard("multiclass")
    there = np.flatnonzero(rows.answers != 2)
    model = Additive().fit(table.at(there), rows.at(there), task, 0, Means())
    assert model.predict(table)[:, 2].max() < 0.05
    assert _summed(model, table) == pytest.approx(model.trees_.sums(table.matrix()), abs=1e-9)
