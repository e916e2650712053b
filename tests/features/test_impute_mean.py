"""Means: weighed, safe for infinite and empty columns."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.impute_mean import ImputeMean
from tests.features.tables import REGRESSION


def filled(values, weights=None):
    table = Table.of(Numbers(("x",), np.array(values, float)[:, None]))
    rows = Rows(weights=None if weights is None else np.array(weights, float))
    return ImputeMean(indicators=False).fit(table, rows, REGRESSION, 0).transform(table).matrix().ravel()


def test_holes_become_the_mean_of_what_is_known():
    assert filled([1, np.nan, 4, np.inf]).tolist() == [1, 2.5, 4, 4]


def test_weights_count_like_repeated_rows():
    assert filled([1, np.nan, 4], [3, 5, 1])[1] == 1.75


def test_an_empty_column_becomes_0():
    assert filled([np.nan, np.nan]).tolist() == [0, 0]
