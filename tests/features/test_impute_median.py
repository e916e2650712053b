"""Median imputation: what holes become, and what stays as it is."""

import numpy as np
import pytest

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.impute_median import ImputeMedian
from tests.features.tables import REGRESSION, mixed


def table_of(*columns, roles=None):
    return Table.of(
        Numbers(tuple(f"c{i}" for i in range(len(columns))), np.array(columns, float).T), roles=roles
    )


def test_holes_become_the_median_of_the_rows_learned_from():
    learn = table_of([1, 2, np.nan, 10], [np.nan] * 4)
    step = ImputeMedian(False).fit(learn, Rows(), REGRESSION, 0)
    made = step.transform(table_of([np.nan, 7], [np.nan, 3])).matrix()
    assert made.tolist() == [[2.0, 0.0], [7.0, 3.0]]


def test_columns_without_holes_when_learning_are_filled_too():
    step = ImputeMedian().fit(table_of([1, 2, 4, 5]), Rows(), REGRESSION, 0)
    assert step.transform(table_of([np.nan])).matrix().tolist() == [[3.0]]


def test_weights_count_like_repeated_rows():
    rng = np.random.default_rng(0)
    for rows in range(1, 9):
        values, weights = rng.normal(size=(rows, 4)), rng.integers(1, 4, rows)
        values[rng.random(values.shape) < 0.2] = np.nan
        weighed = ImputeMedian(False).fit(
            table_of(*values.T), Rows(weights=weights.astype(float)), REGRESSION, 0
        )
        repeated = table_of(*np.repeat(values, weights, 0).T)
        expected = ImputeMedian(False).fit(repeated, Rows(), REGRESSION, 0)
        np.testing.assert_allclose(weighed.fill_, expected.fill_)


def test_indicators_say_where_holes_were():
    table = table_of([1, np.nan], [1, 2], roles={})
    made = ImputeMedian().fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.names == ("c0", "c1", "c0 missing")
    assert made.roles["c0 missing"] == "boolean"
    assert made.numbers(["c0 missing"]).ravel().tolist() == [0.0, 1.0]


def test_columns_that_miss_the_same_rows_share_an_indicator_and_empty_ones_have_none():
    nan = np.nan
    table = table_of([1, nan, 3], [4, nan, 6], [nan, nan, 9], [nan, nan, nan])
    made = ImputeMedian().fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.having("boolean") == ("c0 missing", "c2 missing")


def test_infinite_values_become_the_largest_seen():
    table = table_of([1, np.inf, 5, -np.inf])
    made = ImputeMedian(False).fit(table, Rows(), REGRESSION, 0).transform(table).matrix()
    assert made.ravel().tolist() == [1.0, 5.0, 5.0, 1.0]


def test_booleans_stay_booleans():
    table = table_of([0, 1, np.nan], roles={"c0": "boolean"})
    made = ImputeMedian(False).fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.roles["c0"] == "boolean"
    assert set(made.matrix().ravel()) <= {0.0, 1.0}


@pytest.mark.parametrize("seed", range(3))
def test_nothing_stays_missing_or_infinite(seed):
    step = ImputeMedian(False).fit(mixed(50, seed), Rows(), REGRESSION, 0)
    assert np.isfinite(step.transform(mixed(50, seed + 1)).numbers()).all()
