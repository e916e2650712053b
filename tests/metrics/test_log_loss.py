"""Surprise."""

import numpy as np
import pytest
from sklearn.metrics import log_loss

from fitwright.core.rows import Rows
from fitwright.metrics.log_loss import LogLoss
from tests.metrics._expect import CASES, asked


@CASES
def test_it_is_scikit_learns(classes, weights):
    rows, p = asked(classes, weights=weights)
    expected = log_loss(rows.y, p, sample_weight=rows.weights)
    assert LogLoss().score(rows, p) == pytest.approx(expected)


def test_a_sure_error_is_finite():
    rows = Rows(np.array([0, 1]))
    assert LogLoss().score(rows, np.array([[0.0, 1.0], [0.0, 1.0]])) == pytest.approx(36.04 / 2, rel=1e-3)
