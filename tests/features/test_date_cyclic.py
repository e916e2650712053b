"""Dates on circles: what is near in time is near there."""

import numpy as np

from fitwright.core.blocks import Dates
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.date_cyclic import DateCyclic
from tests.features.tables import REGRESSION


def made_of(*moments):
    table = Table.of(Dates(("d",), np.array(moments, "datetime64[us]")[:, None]))
    return DateCyclic().fit(table, Rows(), REGRESSION, 0).transform(table)


def test_new_year_is_near_and_summer_far():
    circle = made_of("2023-12-31", "2024-01-01", "2024-07-01").numbers(["d year sine", "d year cosine"])
    eve, day, summer = circle
    assert np.linalg.norm(eve - day) < 0.05
    assert np.linalg.norm(eve - summer) > 1.9


def test_every_point_lies_on_the_circle():
    made = made_of("2023-12-31T03:20", "2024-01-01", "2024-07-01T23:59", "NaT")
    for circle in ("year", "month", "week", "day"):
        points = made.numbers([f"d {circle} sine", f"d {circle} cosine"])
        np.testing.assert_allclose((points**2).sum(1), [1, 1, 1, np.nan])


def test_days_without_a_time_have_no_circle_of_the_day():
    assert "d day sine" not in made_of("2023-12-31", "2024-02-01").names
