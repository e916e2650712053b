"""What the entries of a column mean."""

import numpy as np
import pytest

from fitwright.core._series import cells_of
from fitwright.core.cells import Numeric
from fitwright.core.columns import content, day_numbers, force
from fitwright.core.errors import DataError


def look(values):
    return content("a", cells_of(values, "a"))


@pytest.mark.parametrize(
    ("values", "role"),
    [
        ([1, 2, 3], "number"),
        ([0, 1, 0, 1], "number"),
        ([1.5, None], "number"),
        ([True, False, None], "boolean"),
        (["yes", "No", None], "boolean"),
        (["t", "f"], "boolean"),
        (["yes", "maybe", "no"], "category"),
        (["yes", "yes"], "category"),
        (["a", "b"], "category"),
        (["1", "2", "-"], "number"),
        (["3.5", "?", "NA", "none", "4"], "number"),
        (["1,5", "2,25"], "number"),
        (["00123", "01234"], "category"),
        (["2024-01-31", "2024-02-29", "unknown"], "date"),
        ([20240131, 20240201, 20240202, 20240203, 20240204], "date"),
        (["20240131", "20240201", "20240202", "20240203", "20240204"], "date"),
        ([20240131, 20249999, 20240202, 20240203, 20240204], "number"),
        (np.array(["2024-01-31"], "datetime64[D]"), "date"),
        ([f"number {i} of some words" for i in range(12)], "text"),
        ([f"number {i} of some words" for i in range(3)], "category"),
        ([f"{i} Main Street" for i in range(60)], "text"),
        (["C(=O)" + "C" * i for i in range(60)], "text"),
        ([None, None], "number"),
        (["", "NA"], "number"),
    ],
)
def test_content(values, role):
    assert look(values).role == role


def test_a_few_unreadable_entries_count_as_missing_and_are_told():
    column = look(["1", "2"] * 20 + ["oops"])
    assert (column.role, column.unread, column.missing) == ("number", 1, 1)
    assert "1 of 41 entries cannot be read" in column.why


def test_many_unreadable_entries_make_a_category():
    assert look(["1", "2"] * 20 + ["oops"] * 5).role == "category"


def test_codes_that_look_like_numbers_stay_codes():
    odd = [code for code in ("V57", "V58", "E90", "V10") for _ in range(4)]
    assert look([str(i % 90) for i in range(900)] + odd).role == "category"


def test_levels_are_in_order_of_frequency_then_name():
    assert look(["b", "c", "c", "a", "b", "c"]).levels == ("c", "b", "a")


def test_a_category_type_stays_one_and_its_order_is_kept():
    import pandas as pd

    sizes = pd.Series(pd.Categorical(["S", "L", "L"], ["S", "M", "L"], ordered=True))
    assert look(sizes).levels == ("S", "L")
    assert look(pd.Series([1, 2, 2], dtype="category")).levels == ("2", "1")


def test_numbers_know_their_range():
    column = look([3, None, -1])
    assert (column.low, column.high, column.missing) == (-1.0, 3.0, 1)


@pytest.mark.parametrize(
    ("values", "role", "levels"),
    [
        ([3, 1, 3], "category", ("3", "1")),
        ([1.0, 2.5], "category", ("1", "2.5")),
        (["1", "x", "2"], "number", ()),
        (["31.1.2024", "x"], "date", ()),
        ([1, 0, None], "boolean", ()),
        (["a", "b"], "text", ()),
        (["a", "b"], "ignored", ("a", "b")),
    ],
)
def test_the_users_word_holds(values, role, levels):
    column = force("a", cells_of(values, "a"), role)
    assert (column.role, column.levels, column.why) == (role, levels, "you said so")


@pytest.mark.parametrize(
    ("values", "role"),
    [
        (["a", "b"], "number"),
        (["a", "b"], "date"),
        ([1, 2], "boolean"),
        (["a", "b"], "boolean"),
        ([1, 2], "date"),
    ],
)
def test_a_role_that_cannot_be_is_refused(values, role):
    with pytest.raises(DataError, match=f"column 'a' to be read as {role}.*Give it another role"):
        force("a", cells_of(values, "a"), role)


def test_day_numbers():
    read = day_numbers(np.array([20240229.0, 20230229.0, 20241301.0, np.nan, 5.5]))
    assert np.isnat(read).tolist() == [False, True, True, True, True]
    assert read[0] == np.datetime64("2024-02-29")


def test_cells_are_not_changed():
    cells = Numeric(np.array([20240131.0] * 9))
    content("a", cells)
    assert cells.values.tolist() == [20240131.0] * 9
