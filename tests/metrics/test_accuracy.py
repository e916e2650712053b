"""The share of right labels."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score

from fitwright.core.rows import Rows
from fitwright.metrics.accuracy import Accuracy
from tests.metrics._expect import CASES, asked


@CASES
def test_it_is_scikit_learns(classes, weights):
    rows, p = asked(classes, weights=weights)
    expected = accuracy_score(rows.y, p.argmax(axis=1), sample_weight=rows.weights)
    assert Accuracy().score(rows, p) == pytest.approx(expected)


def test_the_first_of_equals_is_taken():
    even = np.full((1, 2), 0.5)
    assert [Accuracy().score(Rows(np.array([k])), even) for k in (0, 1)] == [1.0, 0.0]
