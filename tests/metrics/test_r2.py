"""Explained variance."""

import numpy as np
import pytest
from sklearn.metrics import r2_score

from fitwright.core.rows import Rows
from fitwright.metrics.r2 import R2
from tests.metrics._expect import asked


@pytest.mark.parametrize("weights", [False, True])
def test_it_is_scikit_learns(weights):
    rows, p = asked(1, weights=weights)
    assert R2().score(rows, p) == pytest.approx(r2_score(rows.y, p, sample_weight=rows.weights))
    assert R2().loss(rows, p) == -R2().score(rows, p)


def test_a_target_that_does_not_vary_is_right_or_wrong():
    rows = Rows(np.ones(3))
    assert R2().score(rows, np.ones((3, 1))) == 1.0
    assert R2().score(rows, np.zeros((3, 1))) == 0.0
