"""From 0 to 1, whatever comes later."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.min_max import MinMax
from tests.features.tables import REGRESSION


def scaled(learn, see):
    def table(values):
        return Table.of(Numbers(("x",), np.array(values, float)[:, None]))

    return MinMax().fit(table(learn), Rows(), REGRESSION, 0).transform(table(see)).matrix().ravel()


def test_what_lies_beyond_is_cut():
    made = scaled([2, 4, np.inf], [1, 2, 3, 4, 9, np.inf, np.nan])
    assert made[:-1].tolist() == [0, 0, 0.5, 1, 1, 1]
    assert np.isnan(made[-1])


def test_columns_of_one_value_or_none_become_0():
    assert scaled([7, 7], [6, 7, 8]).tolist() == [0, 0, 0]
    assert scaled([np.nan], [6, 7]).tolist() == [0, 0]
