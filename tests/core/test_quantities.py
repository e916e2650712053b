"""Amounts in text: units that go together are one number, and what is a code stays one."""

import numpy as np
import pytest

from fitwright.core._series import cells_of
from fitwright.core.columns import content, force
from fitwright.core.errors import SchemaError
from fitwright.core.quantities import find_quantities, read_quantities, split
from fitwright.core.reading import read_column


def read(*levels):
    found = find_quantities(levels, np.ones(len(levels), np.int64))
    return None if found is None else found[1].round(9).tolist()


@pytest.mark.parametrize(
    ("levels", "values"),
    [
        (["12 kg", "500 g", "1.5kg"], [12, 0.5, 1.5]),
        (["45%", "12.5 %", "-3%", "100"], [45, 12.5, -3, 100]),
        (["$3.5M", "$200K", "$1,500", "-$4"], [3.5e6, 2e5, 1500, -4]),
        (["1.2k", "950", "3M"], [1200, 950, 3e6]),
        (["€ 1.234,50", "€ 12,00"], [1234.5, 12]),
        (["12 EUR", "1 EUR"], [12, 1]),
        (["₹ 12 lakh", "₹ 2 crore"], [1.2e6, 2e7]),
        (["($1,234)", "$5"], [-1234, 5]),
        (["2h 50m", "45m", "3h"], [10_200, 2700, 10_800]),
        (["1 day 2 hours", "30 min", "1 hour and 5 minutes"], [93_600, 1800, 3900]),
        (["1:30:00", "0:05", "12:15"], [5400, 300, 44_100]),
        (["10 years", "1 year", "6 months"], [315_569_520, 31_556_952, 15_778_476]),
        (["5 km", "300 m"], [5000, 300]),
        (["512 MB", "2 GB"], [5.12e8, 2e9]),
        (["2 BHK", "3 BHK"], [2, 3]),
        (["5 stars", "1 star"], [5, 1]),
        (["10,000+", "5+"], [10_000, 5]),
        (['6"', "5'"], [0.1524, 1.524]),
    ],
)
def test_amounts_of_one_kind_are_numbers(levels, values):
    assert read(*levels) == values


@pytest.mark.parametrize(
    "levels",
    [
        ["1", "2"],
        ["$5", "€5"],
        ["12", "12b"],
        ["007 kg", "008 kg"],
        ["1 Main Street", "2 Main Street"],
        ["A1", "B2"],
        ["V57", "E90"],
        ["", "-"],
        ["2024-01-31"],
        ["10-20 kg"],
    ],
)
def test_what_is_no_amount_is_not_taken_for_one(levels):
    found = read(*levels)
    assert found is None or np.isnan(found).all()


def test_units_that_do_not_go_together_leave_most_unread():
    assert np.isnan(read("1 kg", "2 cm", "3 kg")).tolist() == [False, True, False]


def test_a_clock_is_read_to_the_second():
    assert split("100:00:30.5").number == "360030.5"
    assert split("12:75") is None


def test_later_entries_are_read_in_the_form_that_was_learned():
    later = read_quantities(["1 t", "250 g", "7", "1 cm", "what"], "mass point")
    np.testing.assert_array_equal(later, [1000, 0.25, np.nan, np.nan, np.nan])


def test_a_column_of_amounts_has_a_reason_that_shows_one():
    column = content("w", cells_of([f"{i} kg" for i in range(30)], "w"))
    assert (column.role, column.form, column.low, column.high) == ("number", "mass point", 0, 29)
    assert "such as '0 kg'" in column.why
    made = read_column(cells_of(["500 g", None], "w"), column)
    assert made[0] == 0.5
    assert np.isnan(made[1])


def test_a_word_among_many_amounts_is_missing():
    column = content(
        "size", cells_of([f"{i}M" for i in range(1, 40)] + ["900k"] + ["Varies with device"] * 12, "size")
    )
    assert (column.role, column.unread, column.missing) == ("number", 12, 12)
    made = read_column(cells_of(["Varies with device", "2k"], "size"), column)
    assert np.isnan(made[0])
    assert made[1] == 2000


def test_what_cannot_be_read_later_is_an_error():
    column = content("w", cells_of([f"{i} kg" for i in range(30)], "w"))
    with pytest.raises(SchemaError, match="heavy"):
        read_column(cells_of(["heavy"], "w"), column)


def test_the_users_word_makes_amounts_of_what_half_is():
    values = [f"{i} kg" for i in range(6)] + ["a", "b", "c"]
    assert content("w", cells_of(values, "w")).role == "category"
    assert force("w", cells_of(values, "w"), "number").unread == 3
