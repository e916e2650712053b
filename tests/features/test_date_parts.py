"""Parts of dates: equal to the calendar, and only those that vary."""

from datetime import UTC, datetime, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.blocks import Dates
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.date_parts import DateParts
from tests.features.tables import REGRESSION

moments = st.datetimes(datetime(1700, 1, 1), datetime(2300, 1, 1))  # noqa: DTZ001  # hypothesis wants them bare


def table_of(*columns):
    values = np.array(columns, "datetime64[us]").T
    return Table.of(Dates(tuple("abc"[: len(columns)]), values))


@given(st.lists(moments, min_size=2, max_size=5))
def test_parts_are_those_of_the_calendar(values):
    table = table_of(values)
    made = DateParts().fit(table, Rows(), REGRESSION, 0).transform(table)
    for row, moment in enumerate(values):
        expected = {
            "a year": moment.year,
            "a month": moment.month,
            "a day": moment.day,
            "a weekday": moment.weekday(),
            "a yearday": moment.timetuple().tm_yday,
            "a hour": moment.hour,
            "a minute": moment.minute,
        }
        for name in made.having("number"):
            assert made.numbers([name])[row, 0] == expected[name]


def test_only_parts_that_vary_are_made_and_missing_dates_are_missing():
    start = datetime(2024, 3, 1, 12, tzinfo=UTC).replace(tzinfo=None)
    column = [start, start + timedelta(hours=3), None]
    made = DateParts().fit(table_of(column), Rows(), REGRESSION, 0).transform(table_of(column))
    assert made.names == ("a", "a hour")
    np.testing.assert_array_equal(made.numbers().ravel(), [12, 15, np.nan])


def test_the_dates_stay_for_other_steps():
    column = ["2024-01-01", "2025-02-02"]
    made = (
        DateParts().fit(table_of(column, column), Rows(), REGRESSION, 0).transform(table_of(column, column))
    )
    assert made.having("date") == ("a", "b")
    np.testing.assert_array_equal(made.dates(), table_of(column, column).dates())
