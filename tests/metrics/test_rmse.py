"""Large errors above all."""

import numpy as np
import pytest
from sklearn.metrics import root_mean_squared_error

from fitwright.metrics.rmse import RMSE
from tests.metrics._expect import asked


@pytest.mark.parametrize("weights", [False, True])
def test_it_is_scikit_learns(weights):
    rows, p = asked(1, weights=weights)
    expected = root_mean_squared_error(rows.y, p, sample_weight=rows.weights)
    assert RMSE().score(rows, p) == pytest.approx(expected)
    assert RMSE().loss(rows, p) == RMSE().score(rows, p)
    assert RMSE().score(rows, rows.answers[:, None].astype(np.float64)) == 0
