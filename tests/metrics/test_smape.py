"""Errors as a share of truth and prediction."""

import numpy as np
import pytest

from fitwright.core.rows import Rows
from fitwright.metrics.smape import SMAPE
from tests.metrics._expect import asked


@pytest.mark.parametrize("weights", [False, True])
def test_it_is_the_mean_of_its_definition(weights):
    rows, p = asked(1, weights=weights)
    y, found = rows.answers, p[:, 0]
    expected = np.average(2 * abs(y - found) / (abs(y) + abs(found)), weights=rows.weights)
    assert SMAPE().score(rows, p) == pytest.approx(expected)


def test_it_goes_from_0_to_2_and_takes_zeros():
    rows = Rows(np.array([0.0, 0.0, 3.0]))
    assert SMAPE().each(rows, np.array([[0.0], [1.0], [-3.0]])).tolist() == [0.0, 2.0, 2.0]
