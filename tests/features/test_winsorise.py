"""Extremes are cut where the rows learned from end, and nothing else moves."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.winsorise import Winsorise
from tests.features.tables import REGRESSION


def cut(learn, see, weights=None, **given):
    def table(values):
        return Table.of(Numbers(("x",), np.array(values, float)[:, None]))

    rows = Rows(weights=None if weights is None else np.array(weights, float))
    return Winsorise(**given).fit(table(learn), rows, REGRESSION, 0).transform(table(see)).matrix().ravel()


def test_new_rows_are_cut_to_the_range_that_was_learned():
    made = cut(np.arange(101), [-5, 0, 10, 50, 99, 1e9, np.inf, -np.inf, np.nan], share=0.1)
    assert made[:-1].tolist() == [10, 10, 10, 50, 90, 90, 90, 10]
    assert np.isnan(made[-1])


def test_weights_count_like_repeated_rows():
    assert cut([1, 2, 3, 4], [1, 4], weights=[1, 50, 50, 1], share=0.05).tolist() == [2, 3]


def test_a_column_without_values_is_left_alone():
    assert cut([np.nan, np.nan], [3, -3]).tolist() == [3, -3]
