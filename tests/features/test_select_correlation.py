"""Near-duplicates go, the first stays."""

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.polynomial import Polynomial
from fitwright.features.select_correlation import SelectCorrelation
from tests.features.tables import REGRESSION


def table_of(*columns):
    return Table.of(Numbers(tuple("abcdef"[: len(columns)]), np.array(columns, float).T.copy(order="F")))


def test_what_is_made_goes_in_favour_of_what_was_there():
    rng = np.random.default_rng(0)
    x = rng.integers(1, 3, 200) + 0.01 * rng.normal(size=200)
    table, rows = table_of(x, rng.normal(size=200)), Rows(y=x)
    made = Polynomial().fit(table, rows, REGRESSION, 0).transform(table)
    assert "a × b" in made.names
    left = SelectCorrelation().fit(made, rows, REGRESSION, 0).transform(made)
    assert left.names[:2] == ("a", "b")


def test_a_chain_of_likeness_keeps_both_ends():
    rng = np.random.default_rng(1)
    x, noise = rng.normal(size=1000), rng.normal(size=1000)
    table = table_of(x, x + 0.25 * noise, x + 0.5 * noise)
    step = SelectCorrelation(above=0.95).fit(table, Rows(), REGRESSION, 0)
    assert step.transform(table).names == ("a", "c")


def test_constants_are_like_nothing():
    table = table_of(np.ones(30), np.ones(30), np.arange(30.0))
    assert SelectCorrelation().fit(table, Rows(), REGRESSION, 0).transform(table).names == ("a", "b", "c")
