"""Quantiles."""

import numpy as np
import pytest
from sklearn.metrics import mean_pinball_loss

from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.metrics.pinball import Pinball
from tests.metrics._expect import asked


@pytest.mark.parametrize("weights", [False, True])
@pytest.mark.parametrize("alpha", [0.1, 0.5, 0.9])
def test_it_is_scikit_learns(weights, alpha):
    rows, p = asked(1, weights=weights)
    expected = mean_pinball_loss(rows.y, p[:, 0], alpha=alpha, sample_weight=rows.weights)
    assert Pinball(alpha).score(rows, p) == pytest.approx(expected)


def test_the_quantile_is_best():
    rows, tried = Rows(np.arange(101.0)), np.arange(101)
    losses = [Pinball(0.9).score(rows, np.full((101, 1), t)) for t in tried]
    assert tried[np.argmin(losses)] == 90


@pytest.mark.parametrize("alpha", [0, 1, float("nan")])
def test_alpha_is_a_share(alpha):
    with pytest.raises(SettingError, match="alpha between 0 and 1"):
        Pinball(alpha)
