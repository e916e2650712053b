"""Probabilities that mean what they say."""

import numpy as np
import pytest

from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.metrics.expected_calibration_error import ExpectedCalibrationError
from tests.metrics._expect import CASES, asked


@CASES
@pytest.mark.parametrize("bins", [1, 7, 15])
def test_it_is_the_mean_gap_of_the_bins(classes, weights, bins):
    rows, p = asked(classes, weights=weights)
    p = 0.999 * p + 0.0005  # off the edges, which are nobody's
    p /= p.sum(axis=1, keepdims=True)
    sure, right = p.max(axis=1), p.argmax(axis=1) == rows.y
    heavy = np.ones(len(rows)) if rows.weights is None else rows.weights
    expected = 0.0
    for b in range(bins):
        inside = (sure > b / bins) & (sure <= (b + 1) / bins)
        if inside.any():
            share = heavy[inside].sum() / heavy.sum()
            gap = np.average(right[inside], weights=heavy[inside]) - np.average(
                sure[inside], weights=heavy[inside]
            )
            expected += share * abs(gap)
    assert ExpectedCalibrationError(bins).score(rows, p) == pytest.approx(expected)


def test_honest_doubt_has_no_error_and_overconfidence_has():
    rows = Rows(np.array([0, 1, 1, 1]))
    assert ExpectedCalibrationError().score(rows, np.tile([0.25, 0.75], (4, 1))) == pytest.approx(0)
    assert ExpectedCalibrationError().score(rows, np.tile([0.0, 1.0], (4, 1))) == pytest.approx(0.25)


def test_there_is_a_bin():
    with pytest.raises(SettingError, match="bins from 1"):
        ExpectedCalibrationError(0)
