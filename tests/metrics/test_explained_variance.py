"""Variance explained, a constant error forgiven."""

import numpy as np
import pytest
from sklearn.metrics import explained_variance_score

from fitwright.core.rows import Rows
from fitwright.metrics.explained_variance import ExplainedVariance
from tests.metrics._expect import asked


@pytest.mark.parametrize("weights", [False, True])
def test_it_is_scikit_learns(weights):
    rows, p = asked(1, weights=weights)
    expected = explained_variance_score(rows.y, p, sample_weight=rows.weights)
    assert ExplainedVariance().score(rows, p) == pytest.approx(expected)
    assert ExplainedVariance().score(rows, p + 5) == pytest.approx(expected)


def test_a_target_that_does_not_vary_is_right_or_wrong():
    rows = Rows(np.ones(3))
    assert ExplainedVariance().score(rows, np.full((3, 1), 7.0)) == 1.0
    assert ExplainedVariance().score(rows, np.arange(3.0)[:, None]) == 0.0
