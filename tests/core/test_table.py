"""A table's columns are read by role and by name; a choice of rows is a view."""

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from fitwright.core.blocks import Codes, Dates, Numbers, Raw, Sparse, Texts
from fitwright.core.table import Table


@pytest.fixture
def table():
    return Table.of(
        Numbers(("a", "b"), np.array([[1.0, 0.0], [2.0, 1.0], [np.nan, 1.0]])),
        Codes(("c",), np.array([[0], [-2], [-1]], np.int32), (("x",),)),
        Dates(("d",), np.array([["2024-01-31"], ["NaT"], ["2024-02-01"]], "datetime64[us]")),
        Texts.of("e", ["two words", None, "x"]),
        roles={"c": "category", "b": "boolean", "a": "number"},
    )


def test_columns_are_in_the_order_of_the_roles(table):
    assert table.names == ("c", "b", "a", "d", "e")
    assert table.shape == (3, 5)
    assert table.having("number", "boolean") == ("b", "a")


def test_columns_are_read_by_role_and_by_name(table):
    np.testing.assert_array_equal(table.numbers(), [[0, 1], [1, 2], [1, np.nan]])
    np.testing.assert_array_equal(table.numbers(["a"]), [[1], [2], [np.nan]])
    assert table.codes().tolist() == [[0], [-2], [-1]]
    assert table.levels("c") == ("x",)
    assert table.dates()[2, 0] == np.datetime64("2024-02-01")
    assert table.texts("e") == ["two words", None, "x"]


def test_a_choice_of_rows_is_a_view_of_a_view(table):
    view = table.at(np.array([2, 1])).at(np.array([1]))
    assert view.blocks is table.blocks
    assert len(view) == 1
    assert view.numbers().tolist() == [[1, 2]]
    assert view.texts("e") == [None]


def test_reading_copies(table):
    table.numbers()[:] = 7
    assert table.numbers(["b"])[0, 0] == 0


def test_a_column_is_asked_for_as_what_it_is(table):
    with pytest.raises(TypeError, match="Expected columns of Codes"):
        table.codes(["a"])


def test_a_matrix_has_codes_as_numbers(table):
    matrix = table.keep(["c", "a"]).matrix()
    np.testing.assert_array_equal(matrix, [[0, 1], [np.nan, 2], [np.nan, np.nan]])
    np.testing.assert_array_equal(table.keep(["a", "b"]).sparse().toarray()[:2], [[1, 0], [2, 1]])


def test_a_sparse_block_among_dense_ones(table):
    wide = table.keep(["b"]).replace([], Sparse(("s", "t"), csr_matrix([[0.0, 1.0], [2.0, 0.0], [0.0, 0.0]])))
    assert wide.is_sparse
    assert not table.is_sparse
    assert wide.matrix().tolist() == [[0, 0, 1], [1, 2, 0], [1, 0, 0]]
    assert wide.sparse().toarray().tolist() == wide.matrix().tolist()
    assert wide.at(np.array([1])).numbers(["t", "b"]).tolist() == [[0, 1]]


def test_columns_are_kept_in_the_order_asked_for(table):
    kept = table.keep(["e", "a"])
    assert kept.names == ("e", "a")
    assert kept.numbers().shape == (3, 1)


def test_replaced_columns_go_and_new_ones_come_last(table):
    new = Numbers(("f", "b"), np.array([[9.0, 8.0], [7.0, 6.0]]))
    after = table.at(np.array([2, 0])).replace(["a", "e"], new, roles={"f": "boolean"})
    assert dict(after.roles) == {"c": "category", "d": "date", "f": "boolean", "b": "number"}
    assert after.numbers(["f", "b"]).tolist() == [[9, 8], [7, 6]]
    assert after.codes().tolist() == [[-1], [0]]


def test_a_column_beside_the_inputs(table):
    posed = Table.of(*table.blocks, Raw(("<target>",), np.array([1, 2, 3])), roles={"<target>": "target"})
    assert posed.at(np.array([2])).raw("<target>").tolist() == [3]
    assert posed.having("target") == ("<target>",)


def test_a_table_without_columns_has_no_rows():
    assert Table.of().shape == (0, 0)
