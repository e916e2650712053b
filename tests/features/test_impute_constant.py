"""Constant imputation: the value given, in every hole."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.impute_constant import ImputeConstant
from tests.features.tables import REGRESSION, mixed, sparse


def test_every_hole_becomes_the_value():
    table = Table.of(Numbers(("a", "b"), np.array([[1.0, np.nan], [np.nan, np.nan]])))
    made = ImputeConstant(False, -9.0).fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.matrix().tolist() == [[1.0, -9.0], [-9.0, -9.0]]


def test_sparse_columns_are_filled_with_0_and_stay_sparse():
    table = Table.of(sparse(30))
    made = ImputeConstant(False, -9.0).fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.is_sparse
    np.testing.assert_array_equal(made.matrix(), np.nan_to_num(table.matrix()))


def test_columns_that_are_no_numbers_stay():
    table = mixed(20)
    made = ImputeConstant().fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.texts("note") == table.texts("note")
    np.testing.assert_array_equal(made.codes(), table.codes())
