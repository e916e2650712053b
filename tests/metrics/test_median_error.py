"""The error that half of the rows stay below."""

import numpy as np
import pytest
from sklearn.metrics import median_absolute_error

from fitwright.core.rows import Rows
from fitwright.metrics.median_error import MedianError
from tests.metrics._expect import asked, repeated


def test_it_is_scikit_learns():
    rows, p = asked(1, weights=False)
    assert MedianError().score(rows, p) == pytest.approx(median_absolute_error(rows.y, p))


@pytest.mark.parametrize("count", [299, 300])
def test_weights_count_as_copies(count):
    rows, p = asked(1, count)
    copies, at = repeated(rows)
    assert MedianError().score(rows, p) == pytest.approx(median_absolute_error(copies.y, p[at]))


def test_between_two_halves_lies_their_mean_whatever_the_unit_of_weights():
    p = np.zeros((10, 1))
    for unit in (0.1, 1.0, 3e-9):
        assert MedianError().score(Rows(np.arange(10.0), np.full(10, unit)), p) == 4.5
