"""Dates as days: since the first, and between two."""

import numpy as np

from fitwright.core.blocks import Dates
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.date_age import DateAge
from tests.features.tables import REGRESSION


def table_of(**columns):
    values = np.array(list(columns.values()), "datetime64[us]").T
    return Table.of(Dates(tuple(columns), values))


def test_days_count_from_the_first_moment_learned():
    step = DateAge().fit(table_of(d=["2024-01-01T12", "2024-01-04T00", "NaT"]), Rows(), REGRESSION, 0)
    made = step.transform(table_of(d=["2024-01-02T12", "2023-12-31T12", "NaT"]))
    np.testing.assert_array_equal(made.numbers(["d age"]).ravel(), [1, -1, np.nan])


def test_pairs_give_the_days_between():
    table = table_of(a=["2024-01-01", "2024-01-05"], b=["2024-01-03", "2024-01-04"])
    made = DateAge().fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.numbers(["b - a"]).ravel().tolist() == [2, -1]


def test_what_does_not_vary_is_left_out():
    table = table_of(a=["2024-01-01", "2024-01-05"], b=["2024-01-02", "2024-01-06"], c=["2024-01-02"] * 2)
    made = DateAge().fit(table, Rows(), REGRESSION, 0).transform(table)
    assert made.having("number") == ("a age", "b age")


def test_there_are_no_more_pairs_than_asked_for():
    rng = np.random.default_rng(0)
    columns = {f"d{i}": (19000 + rng.integers(0, 99, 9)).astype("datetime64[D]") for i in range(6)}
    table = table_of(**columns)
    made = DateAge(max_pairs=4).fit(table, Rows(), REGRESSION, 0).transform(table)
    assert len(made.having("number")) == 6 + 4
