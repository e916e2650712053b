"""Ranks of categories: their order, and where missing and new levels go."""

import numpy as np

from fitwright.core.blocks import UNSEEN, Codes
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.ordinal import Ordinal
from tests.features.tables import REGRESSION


def table_of(codes, levels):
    return Table.of(Codes(("c",), np.array(codes, np.int32)[:, None], (tuple(levels),)))


def ranks(step, table):
    return step.transform(table).matrix().ravel().tolist()


def test_the_most_frequent_level_is_0_and_equals_keep_the_order_of_codes():
    table = table_of([2, 2, 2, 0, 1, 1, 3], "abcd")
    step = Ordinal().fit(table, Rows(), REGRESSION, 0)
    assert ranks(step, table_of([0, 1, 2, 3], "abcd")) == [2, 1, 0, 3]


def test_missing_is_below_and_what_was_not_seen_above():
    step = Ordinal().fit(table_of([0, 0, 2], "abc"), Rows(), REGRESSION, 0)
    assert ranks(step, table_of([-1, UNSEEN, 1, 99], "abc")) == [-1, 2, 2, 2]


def test_by_name_numbers_sort_by_value():
    levels = ("10 years", "< 1 year", "2 years", "never")
    step = Ordinal(by="name").fit(table_of([0, 0, 0, 2, 1], levels), Rows(), REGRESSION, 0)
    assert ranks(step, table_of([2, 0, 1, 3], levels)) == [0, 1, 2, 3]


def test_columns_do_not_mix():
    rng = np.random.default_rng(0)
    sizes = (3, 300, 1)
    codes = np.array([rng.integers(-1, size, 400) for size in sizes], np.int32).T
    levels = tuple(tuple(f"l{i}" for i in range(size)) for size in sizes)
    table = Table.of(Codes(("a", "b", "c"), codes, levels))
    whole = Ordinal().fit(table, Rows(), REGRESSION, 0).transform(table)
    for name in "abc":
        alone = Ordinal().fit(table.keep([name]), Rows(), REGRESSION, 0).transform(table.keep([name]))
        np.testing.assert_array_equal(whole.numbers([name]), alone.matrix())
