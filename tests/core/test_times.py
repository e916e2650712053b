"""Times come as numbers, as moments, or as text."""

import numpy as np
import pytest

from fitwright.core.errors import DataError
from fitwright.core.times import read_times


def test_numbers_and_moments_stay_as_they_are():
    moments = np.array(["2024-01-31", "2024-02-01"], "datetime64[us]")
    np.testing.assert_array_equal(read_times(moments), moments)
    np.testing.assert_array_equal(read_times(np.array([3, 1])), [3, 1])


def test_text_is_read_as_dates():
    read = read_times(np.array(["31.01.2024", "01.02.2024", "15.03.2023"]))
    assert np.argsort(read).tolist() == [2, 0, 1]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (np.array([1.0, np.nan]), "1 of 2 rows have none, first row 1"),
        (np.array(["2024-01-31", "NaT"], "datetime64[us]"), "1 of 2 rows have none"),
        (np.array(["2024-01-31", "2024-02-01", "2024-02-02", ""]), "1 of 4 rows have none"),
        (np.array(["early", "late"]), "got 'early'"),
        (np.zeros((2, 2)), "one time for each row"),
    ],
    ids=str,
)
def test_what_is_no_time_is_said(values, words):
    with pytest.raises(DataError, match=words):
        read_times(values)
