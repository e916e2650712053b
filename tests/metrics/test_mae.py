"""The usual size of an error."""

import pytest
from sklearn.metrics import mean_absolute_error

from fitwright.metrics.mae import MAE
from tests.metrics._expect import asked


@pytest.mark.parametrize("weights", [False, True])
def test_it_is_scikit_learns(weights):
    rows, p = asked(1, weights=weights)
    expected = mean_absolute_error(rows.y, p, sample_weight=rows.weights)
    assert MAE().score(rows, p) == pytest.approx(expected)
