"""A column of any Python objects becomes numbers, moments or words."""

import datetime as dt
import decimal

import numpy as np
import pytest

from fitwright.core.cells import (
    Moments,
    Numeric,
    Words,
    as_words,
    from_array,
    from_objects,
    from_text,
    label,
    words,
)
from fitwright.core.errors import DataError


def test_words_are_stripped_sorted_and_joined():
    cells = from_text([" b", "a", "b ", None, "a"])
    assert cells.levels == ("a", "b")
    assert cells.codes.tolist() == [1, 0, 1, -1, 0]
    assert cells.counts.tolist() == [2, 2]


@pytest.mark.parametrize("rows", [1, 100])
def test_missing_markers_are_missing_in_any_case_and_length(rows):
    cells = from_text(["NA", "n/a", "?", "", "  ", "null", "NaN", None, "none", "-"] * rows)
    assert cells.levels == ("-", "none")  # a level may be called so
    assert (cells.codes < 0).sum() == 8 * rows


def test_short_and_long_columns_are_read_alike():
    values = [" x", "y", None, "?", "z ", "x"]
    short, long = from_text(values), from_text(values * 50)
    assert short.levels == long.levels
    assert (np.tile(short.codes, 50) == long.codes).all()


def test_levels_that_no_row_has_are_dropped_and_the_users_order_is_kept():
    cells = words(np.array([2, 0, -1]), ["low", "mid", "high"], ordered=True, typed=True)
    assert cells.levels == ("high", "low")
    assert cells.told == ("low", "high")
    assert [cells.levels[i] for i in cells.codes[:2]] == ["high", "low"]


@pytest.mark.parametrize(
    ("values", "expected", "flags"),
    [
        ([1, None, 3], [1, np.nan, 3], (True, False)),
        ([1.5, float("nan")], [1.5, np.nan], (False, False)),
        ([True, None, False], [1, np.nan, 0], (False, True)),
        ([decimal.Decimal("1.25"), None], [1.25, np.nan], (False, False)),
        ([np.int8(3), np.float32(0.5)], [3, 0.5], (False, False)),
        ([dt.timedelta(minutes=1), None], [60, np.nan], (False, False)),
        ([dt.time(1, 0, 1), None], [3601, np.nan], (False, False)),
        ([None, None], [np.nan, np.nan], (False, False)),
        ([10**400], [np.inf], (True, False)),
        ([], [], (False, False)),
    ],
)
def test_numbers_of_all_sorts(values, expected, flags):
    cells = from_objects(values, "a")
    assert isinstance(cells, Numeric)
    np.testing.assert_array_equal(cells.values, np.array(expected, float))
    assert (cells.whole, cells.boolean) == flags


def test_moments_of_all_sorts_are_in_utc():
    noon = dt.datetime(2024, 1, 31, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    cells = from_objects([noon, dt.date(2024, 1, 31), None, np.datetime64("2024-01-31T05")], "a")
    assert isinstance(cells, Moments)
    assert cells.values.dtype == "datetime64[us]"
    assert cells.values.astype("datetime64[h]").astype(str).tolist() == [
        "2024-01-31T10", "2024-01-31T00", "NaT", "2024-01-31T05",
    ]  # fmt: skip


def test_mixed_objects_become_words():
    cells = from_objects([1, "a", 2.0, b"b", None, True], "a")
    assert isinstance(cells, Words)
    assert cells.levels == ("1", "2", "True", "a", "b")


def test_many_lists_in_a_column_are_an_error_and_few_are_odd_words():
    with pytest.raises(DataError, match=r"column 'a' holds a list in 3 rows\. Unnest"):
        from_objects([[1], [2], [3]], "a")
    assert isinstance(from_objects([1.0] * 30 + [{"b": 1}], "a"), Words)


def test_complex_numbers_are_refused():
    with pytest.raises(DataError, match="Complex data not supported"):
        from_array(np.array([1j]), "a")
    with pytest.raises(DataError, match="Complex data not supported"):
        from_objects([1j, 2], "a")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(3, "3"), (3.0, "3"), (0.1, "0.1"), (float("nan"), None), (None, None), (True, "True"), (b"x", "x")],
)
def test_a_value_is_one_level_however_it_is_written(value, expected):
    assert label(value) == expected


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        (np.array([2.0, np.nan, 1.0, 2.0]), ("1", "2")),
        (np.array([True, False]), ("False", "True")),
        (np.array(["2024-01-31", "NaT"], "datetime64[D]"), ("2024-01-31T00:00:00.000000",)),
    ],
)
def test_any_cells_can_be_words(values, levels):
    cells = as_words(from_array(values, "a"))
    assert cells.levels == levels
    assert ((cells.codes < 0) == (values != values)).all()
