"""One-hot encoding: which columns come, and what they hold."""

import numpy as np

from fitwright.core.blocks import UNSEEN, Codes, Sparse
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.onehot import Onehot
from tests.features.tables import REGRESSION


def table_of(codes, levels="abcdef"):
    return Table.of(Codes(("c",), np.array(codes, np.int32)[:, None], (tuple(levels),)))


def fitted(codes, **given):
    return Onehot(**given).fit(table_of(codes), Rows(), REGRESSION, 0)


def test_each_level_and_missing_get_a_column_of_0_and_1():
    made = fitted([0, 0, 2, 2, -1, -1]).transform(table_of([0, 2, -1]))
    assert made.names == ("c=a", "c=c", "c missing")
    assert set(made.roles.values()) == {"boolean"}
    assert made.matrix().tolist() == np.eye(3).tolist()


def test_levels_that_were_not_seen_are_0_everywhere():
    made = fitted([0, 0, 2, 2]).transform(table_of([1, UNSEEN, -1, 77]))
    assert not made.matrix().any()


def test_rare_levels_share_a_column():
    made = fitted([0, 0, 0, 1, 2, 3], min_count=2).transform(table_of([0, 1, 2, 3, 4]))
    assert made.names == ("c=a", "c rare")
    assert made.matrix().tolist() == [[1, 0], [0, 1], [0, 1], [0, 1], [0, 0]]


def test_the_most_frequent_levels_are_kept():
    made = fitted([0, 1, 1, 2, 2, 2, 3], min_count=1, max_levels=2).transform(table_of([2]))
    assert made.names == ("c=b", "c=c", "c rare")


def test_a_column_that_is_always_1_is_left_out():
    assert fitted([3, 3, 3]).transform(table_of([3])).names == ()


def test_dense_and_sparse_say_the_same():
    rng = np.random.default_rng(0)
    codes = rng.integers(-2, 40, (300, 6)).astype(np.int32)
    levels = (tuple(f"l{i}" for i in range(40)),) * 6
    table = Table.of(Codes(tuple("abcdef"), codes, levels))
    dense = Onehot(wide=10_000).fit(table, Rows(), REGRESSION, 0).transform(table)
    wide = Onehot(wide=0).fit(table, Rows(), REGRESSION, 0).transform(table)
    assert isinstance(wide.blocks[0], Sparse)
    assert dense.names == wide.names
    np.testing.assert_array_equal(dense.matrix(), wide.matrix())
    expected = [(codes[:, c] == level).sum() for c in range(6) for level in range(40)]
    shown = [n for n in dense.names if "=" in n]
    assert dense.numbers(shown).sum(0).tolist() == expected
