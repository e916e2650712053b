"""The top of the ranking."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from fitwright.core.rows import Rows
from fitwright.metrics.average_precision import AveragePrecision
from tests.metrics._expect import asked


@pytest.mark.parametrize("weights", [False, True])
def test_it_is_scikit_learns(weights):
    rows, p = asked(2, weights=weights)
    expected = average_precision_score(rows.y, p[:, 1], sample_weight=rows.weights)
    assert AveragePrecision().score(rows, p) == pytest.approx(expected)


def test_several_classes_are_each_against_the_rest():
    rows, p = asked(4)
    each = [average_precision_score(rows.y == k, p[:, k], sample_weight=rows.weights) for k in range(4)]
    assert AveragePrecision().score(rows, p) == pytest.approx(np.mean(each))


def test_no_positive_is_0():
    assert AveragePrecision().score(Rows(np.zeros(3, np.int64)), np.full((3, 2), 0.5)) == 0.0
