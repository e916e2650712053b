"""Squared error of probabilities."""

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss

from fitwright.metrics.brier import Brier
from tests.metrics._expect import asked


@pytest.mark.parametrize("weights", [False, True])
def test_two_classes_are_scikit_learns(weights):
    rows, p = asked(2, weights=weights)
    expected = brier_score_loss(rows.y, p[:, 1], sample_weight=rows.weights)
    assert Brier().score(rows, p) == pytest.approx(expected)


@pytest.mark.parametrize("weights", [False, True])
def test_several_classes_add_up(weights):
    rows, p = asked(4, weights=weights)
    each = [brier_score_loss(rows.y == k, p[:, k], sample_weight=rows.weights) for k in range(4)]
    assert Brier().score(rows, p) == pytest.approx(np.sum(each))
