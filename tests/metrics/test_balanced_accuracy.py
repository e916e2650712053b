"""Each class counts the same."""

import numpy as np
import pytest
from sklearn.metrics import balanced_accuracy_score

from fitwright.core.rows import Rows
from fitwright.metrics.balanced_accuracy import BalancedAccuracy
from tests.metrics._expect import CASES, asked


@CASES
def test_it_is_scikit_learns(classes, weights):
    rows, p = asked(classes, weights=weights)
    expected = balanced_accuracy_score(rows.y, p.argmax(axis=1), sample_weight=rows.weights)
    assert BalancedAccuracy().score(rows, p) == pytest.approx(expected)


def test_classes_without_rows_do_not_count():
    p = np.array([[0.6, 0.3, 0.1], [0.1, 0.3, 0.6]])
    assert BalancedAccuracy().score(Rows(np.array([0, 0])), p) == 0.5
