"""Rare levels: which are joined, and where new ones go."""

import numpy as np

from fitwright.core.blocks import MISSING, UNSEEN, Codes
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.rare import Rare
from tests.features.tables import REGRESSION

LEVELS = ("a", "b", "c", "d", "(rare)")


def table_of(codes, levels=LEVELS):
    return Table.of(Codes(("c",), np.array(codes, np.int32)[:, None], (levels,)))


def seen(step, codes):
    made = step.transform(table_of(codes))
    levels = made.levels("c")
    return [None if code == MISSING else levels[code] for code in made.codes().ravel()]


def test_levels_with_few_rows_are_joined_and_missing_stays():
    step = Rare(min_count=2).fit(table_of([1, 1, 1, 3, 3, 0, 2, -1]), Rows(), REGRESSION, 0)
    assert seen(step, [0, 1, 2, 3, -1]) == ["(rare)'", "b", "(rare)'", "d", None]


def test_new_levels_are_rare_too():
    step = Rare(min_count=2).fit(table_of([1, 1, 0]), Rows(), REGRESSION, 0)
    assert seen(step, [2, UNSEEN, 50]) == ["(rare)'"] * 3


def test_where_nothing_was_rare_new_levels_are_missing():
    step = Rare(min_count=2).fit(table_of([1, 1, 0, 0]), Rows(), REGRESSION, 0)
    assert seen(step, [0, 1, 2, UNSEEN]) == ["a", "b", None, None]
    assert step.transform(table_of([0])).levels("c") == ("a", "b")


def test_only_the_most_frequent_levels_stay():
    step = Rare(min_count=1, max_levels=1).fit(table_of([0, 1, 1, 2]), Rows(), REGRESSION, 0)
    assert seen(step, [0, 1, 2]) == ["(rare)'", "b", "(rare)'"]
