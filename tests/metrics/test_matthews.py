"""Correlation of labels and truth."""

import numpy as np
import pytest
from sklearn.metrics import matthews_corrcoef

from fitwright.core.rows import Rows
from fitwright.metrics.matthews import Matthews
from tests.metrics._expect import CASES, asked


@CASES
def test_it_is_scikit_learns(classes, weights):
    rows, p = asked(classes, weights=weights)
    expected = matthews_corrcoef(rows.y, p.argmax(axis=1), sample_weight=rows.weights)
    assert Matthews().score(rows, p) == pytest.approx(expected)


def test_the_opposite_is_minus_1():
    assert Matthews().score(Rows(np.array([0, 1, 1])), np.eye(2)[[1, 0, 0]]) == pytest.approx(-1)


def test_one_class_alone_is_0():
    assert Matthews().score(Rows(np.array([0, 1, 1])), np.tile([0.1, 0.9], (3, 1))) == 0.0
