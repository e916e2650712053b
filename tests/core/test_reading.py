"""A column is read as it was learned, whatever type it comes in later."""

import numpy as np
import pytest

from fitwright.core._series import cells_of
from fitwright.core.blocks import UNSEEN
from fitwright.core.errors import SchemaError
from fitwright.core.reading import read_codes, read_column, read_moments, read_text
from fitwright.core.roles import infer


def learned(values):
    return infer("a", cells_of(values, "a"))


def later(values):
    return cells_of(values, "a")


@pytest.mark.parametrize(
    ("before", "after", "read"),
    [
        ([1, 2], [3, None], [3, np.nan]),
        ([1.5, 2], ["3", " 4.5 ", "?", "-"], [3, 4.5, np.nan, np.nan]),
        (["1,5", "2,5"], ["1,234", "7"], [1.234, 7]),
        (["1,5", "2,5"], [7.5, 1], [7.5, 1]),
        ([1, 2], [True, False], [1, 0]),
        ([True, False], [1, 0, None], [1, 0, np.nan]),
        (["Yes", "no"], ["y", "NO", "perhaps", None], [1, 0, np.nan, np.nan]),
        (["1", "2"] * 20 + ["oops"], ["3", "what"], [3, np.nan]),
        ([1, 2], [], []),
        ([1, 2], [None, None], [np.nan, np.nan]),
    ],
)
def test_numbers(before, after, read):
    np.testing.assert_array_equal(read_column(later(after), learned(before)), np.array(read, float))


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            [1, 2],
            ["3", "abc"],
            r"Expected numbers in column 'a', as it was learned; got 'abc' in 1 of 2 rows",
        ),
        ([1, 2], np.array(["2024-01-31"], "datetime64[D]"), r"Expected numbers in column 'a'.*got dates"),
        ([True, False], [1, 7], r"Expected true or false.*got 7 in 1 rows"),
        (["1", "2"] * 20 + ["oops"], ["x", "y"] * 20, r"Expected numbers"),
    ],
)
def test_another_type_is_one_sentence(before, after, message):
    with pytest.raises(SchemaError, match=message):
        read_column(later(after), learned(before))


def test_levels_are_found_and_new_ones_are_told_from_missing_ones():
    column = learned(["b", "b", "a"])
    place = {level: i for i, level in enumerate(column.levels)}
    codes, new = read_codes(later(["a", "b", "z", None, " b ", "y"]), column, place)
    assert new == ("y", "z")
    assert codes.tolist() == [1, 0, UNSEEN - 2, -1, 0, UNSEEN - 1]
    assert read_codes(later(["a", None]), column, place)[1] == ()
    assert read_codes(later([1, 2]), column, place)[1] == ("1", "2")


def test_whole_numbers_are_the_same_level_as_text_and_as_floats():
    place = {"1": 0, "2": 1}
    for values in (["1", "2"], [1, 2], [1.0, 2.0]):
        assert read_codes(later(values), learned(["1x", "2x"]), place)[0].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (np.array(["2024-01-31", "2024-02-01"], "datetime64[D]"), ["2024-02-03", None]),
        (["31/01/2024", "01/02/2024"], ["03/02/2024", "?"]),
        (["31/01/2024", "01/02/2024"], np.array(["2024-02-03", "NaT"], "datetime64[s]")),
        ([20240131 + i for i in (0, 70, 71, 72, 73)], [20240203, None]),
        ([20240131 + i for i in (0, 70, 71, 72, 73)], ["20240203", None]),
        (["20240131", "20240201", "20240202", "20240203", "20240204"], [20240203, None]),
    ],
)
def test_dates(before, after):
    read = read_moments(later(after), learned(before))
    assert read.dtype == "datetime64[us]"
    assert read[0] == np.datetime64("2024-02-03")
    assert np.isnat(read[1])


def test_numbers_and_words_are_no_dates():
    column = learned(np.array(["2024-01-31", "2024-02-01"], "datetime64[D]"))
    with pytest.raises(SchemaError, match=r"Expected dates.*got numbers"):
        read_moments(later([1.5]), column)
    for word in ("soon", "01/02/2024"):
        with pytest.raises(SchemaError, match=f"Expected dates.*got '{word}'"):
            read_moments(later([word]), column)


def test_text():
    block = read_text(later(["two words", None, "two words", "é"]), learned(["x y", "z"]))
    assert block.strings() == ["two words", None, "two words", "é"]
    assert read_text(later([]), learned(["x y", "z"])).strings() == []
