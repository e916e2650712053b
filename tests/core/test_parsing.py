"""Text that means numbers or dates."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.parsing import (
    FEW,
    find_form,
    find_notation,
    may_be,
    read_dates,
    read_dates_plainly,
    read_numbers,
)


def ones(levels):
    return np.ones(len(levels), np.int64)


@pytest.mark.parametrize(
    ("levels", "notation", "read"),
    [
        (["1", "-2.5", ".5", "1e3", "+4"], "point", [1, -2.5, 0.5, 1000, 4]),
        (["1,234", "12,345.5", "7"], "thousands", [1234, 12345.5, 7]),
        (["1,5", "0,25", "12"], "comma", [1.5, 0.25, 12]),
        (["1.234,5", "12,5"], "comma", [1234.5, 12.5]),
        (["1,234", "2,345"], "thousands", [1234, 2345]),
        (["1", "x"], "point", [1, np.nan]),
    ],
)
def test_the_notation_that_reads_most_is_found(levels, notation, read):
    found, values = find_notation(levels, ones(levels))
    assert found == notation
    np.testing.assert_array_equal(values, read)


def test_frequent_words_decide_the_notation():
    assert find_notation(["1,234", "1,5"], np.array([1, 9]))[0] == "comma"


@pytest.mark.parametrize(
    "word", ["", "1_000", "0x10", "1 2", "1.2.3", "--1", "1d", "nan", "e5", "12 kg", "٣x"]
)
@pytest.mark.parametrize("times", [1, FEW + 1])
def test_what_is_no_number_is_not_read(word, times):
    assert np.isnan(read_numbers([word] * times, "point")).all()


@given(st.lists(st.floats(allow_nan=False, width=64), min_size=1, max_size=20))
def test_pythons_numbers_come_back_from_text_short_and_long(values):
    texts = [repr(value) for value in values]
    assert read_numbers(texts, "point").tolist() == values
    assert read_numbers(texts * (FEW + 1), "point")[: len(values)].tolist() == values


@pytest.mark.parametrize(
    ("levels", "form", "first"),
    [
        (["2024-01-31"], "%Y-%m-%d", "2024-01-31"),
        (["31.01.2024"], "%d.%m.%Y", "2024-01-31"),
        (["01/31/2024", "02/01/2024"], "%m/%d/%Y", "2024-01-31"),
        (["31/01/2024", "01/02/2024"], "%d/%m/%Y", "2024-01-31"),
        (["01/02/2024"], "%m/%d/%Y", "2024-01-02"),
        (["31-01-24"], "%d-%m-%y", "2024-01-31"),
        (["January 31, 2024", "Feb 1, 2024"], "%B %d, %Y", "2024-01-31"),
        (["31-Jan-2024"], "%d-%B-%Y", "2024-01-31"),
        (["2024-01"], "%Y-%m", "2024-01-01"),
        (["2024-01-31 23:05"], "%Y-%m-%d %H:%M", "2024-01-31T23:05"),
        (["2024-01-31T23:05:06.5Z"], "%Y-%m-%dT%H:%M:%S%.f%z", "2024-01-31T23:05:06.5"),
        (["2024-01-31 23:05:06+02:00"], "%Y-%m-%d %H:%M:%S%.f%z", "2024-01-31T21:05:06"),
        (["1/31/2024 11:05 PM"], "%m/%d/%Y %I:%M %p", "2024-01-31T23:05"),
    ],
)
def test_forms_of_dates(levels, form, first):
    found = find_form(levels, ones(levels))
    assert found is not None
    assert found[0] == form
    assert found[1][0] == np.datetime64(first)
    assert (read_dates(levels, form) == found[1]).all()


@pytest.mark.parametrize("levels", [["1.2.3.4"], ["red"], ["12:30"], ["2024"], ["99/99/9999"]])
def test_what_is_no_date_has_no_form(levels):
    assert find_form(levels, ones(levels)) is None


def test_rare_entries_in_another_form_are_not_read():
    form, read = find_form(["2024-01-31", "2024-02-01", "soon"], np.array([5, 5, 1])) or ("", np.array([]))
    assert form == "%Y-%m-%d"
    assert np.isnat(read).tolist() == [False, False, True]


def test_a_sample_tells_whether_it_is_worth_trying():
    assert may_be(["1", "2", "x"], "number")
    assert not may_be(["a", "b", "3"], "number")
    assert may_be(["2024-01-31", "x"], "date")
    assert not may_be([], "date")


@pytest.mark.parametrize(
    ("form", "levels"),
    [
        ("%Y-%m-%d", ["2024-02-29", "2023-02-29", "2024-2-3", "", "2024-02-29 10:00"]),
        ("%d/%m/%y", ["01/02/68", "01/02/69", "01/02/70", "31/12/99", "32/01/20"]),
        ("%B %d, %Y", ["March 3, 2021", "Mar 3, 2021", "march 13, 2021", "Mars 3, 2021"]),
        ("%A, %d %B %Y", ["Monday, 5 August 2024", "Mon, 5 August 2024"]),
        ("%Y-%m", ["2024-01", "2024-13"]),
        ("%Y-%m-%d %H:%M", ["2024-01-01 00:00", "2024-01-01 24:00"]),
        ("%Y-%m-%dT%H:%M:%S%.f", ["2024-01-01T01:02:03", "2024-01-01T01:02:03.1234567"]),
        ("%Y-%m-%d %I:%M %p", ["2024-01-01 12:30 AM", "2024-01-01 12:30 PM", "2024-01-01 13:30 PM"]),
        ("%Y-%m-%dT%H:%M:%S%.f%z", ["2024-01-01T01:02:03+0200", "2024-01-01T01:02:03Z"]),
    ],
)  # fmt: skip
def test_dates_are_read_alike_without_polars(form, levels, monkeypatch):
    monkeypatch.setattr("fitwright.core.parsing.HANDFUL", 0)
    found, plainly = read_dates(levels, form), read_dates_plainly(levels, form)
    assert plainly.astype(str).tolist() == found.astype(str).tolist()
