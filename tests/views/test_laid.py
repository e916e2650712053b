"""A table laid down is the table that is mapped."""

import cloudpickle
import numpy as np
import pytest
from scipy import sparse

from fitwright.core.blocks import Codes, Dates, Numbers, Sparse, Texts
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.views import Laid


@pytest.fixture
def table():
    rng = np.random.default_rng(0)
    return Table.of(
        Numbers(("a", "b"), np.where(rng.random((5, 2)) < 0.2, np.nan, rng.normal(size=(5, 2)))),
        Codes(("c",), np.array([[0], [1], [-1], [0], [1]], np.int32), (("no", "yés"),)),
        Dates(("d",), np.array([["2020-01-01"], ["NaT"], ["1999-12-31"], ["NaT"], ["2030-06-01"]], "M8[us]")),
        Texts.of("t", ["one", None, "", "vier fünf", "x"]),
        Sparse(("s0", "s1"), sparse.csr_matrix(rng.random((5, 2)) * (rng.random((5, 2)) < 0.5))),
    )


def same(one, two):
    assert one.roles == two.roles
    for read in (lambda t: t.numbers(["a", "b", "s0", "s1"]), Table.codes, Table.dates):
        np.testing.assert_array_equal(read(one), read(two))
    assert one.texts("t") == two.texts("t")
    assert one.levels("c") == two.levels("c")


def test_what_was_laid_down_is_mapped(table, tmp_path):
    rows = Rows(np.array([0, 1, 0, 1, 1]), weights=np.arange(5.0))
    Laid.write(tmp_path / "laid", table, rows)
    laid = Laid.open(tmp_path / "laid")
    same(laid.table, table)
    assert laid.rows.answers.tolist() == [0, 1, 0, 1, 1]
    assert np.asarray(laid.rows.weights).tolist() == [0, 1, 2, 3, 4]
    assert laid.rows.groups is None
    assert isinstance(laid.rows.weights, np.memmap)


def test_a_choice_of_rows_is_laid_down_as_such(table, tmp_path):
    part = table.at(np.array([3, 0]))
    same(Laid.write(tmp_path, part, Rows()).table, part)


def test_it_travels_as_a_path(table, tmp_path):
    laid = Laid.write(tmp_path, table, Rows(np.arange(5)))
    laid.table, laid.rows  # noqa: B018  # mapped before it travels
    sent = cloudpickle.dumps(laid)
    assert len(sent) < 500
    same(cloudpickle.loads(sent).table, table)


def test_a_table_without_rows_is_mapped_too(table, tmp_path):
    none = table.at(np.array([], np.intp))
    laid = Laid.write(tmp_path, none, Rows(np.array([], np.int64)))
    assert len(laid.table) == 0
    same(laid.table, none)
