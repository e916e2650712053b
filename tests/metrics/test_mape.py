"""Errors as a share of the truth."""

import numpy as np
import pytest
from sklearn.metrics import mean_absolute_percentage_error

from fitwright import tasks
from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.metrics.mape import MAPE
from tests.metrics._expect import asked


@pytest.mark.parametrize("weights", [False, True])
def test_it_is_scikit_learns(weights):
    rows, p = asked(1, weights=weights)
    expected = mean_absolute_percentage_error(rows.y, p, sample_weight=rows.weights)
    assert MAPE().score(rows, p) == pytest.approx(expected)


def test_a_target_with_zeros_is_refused_before_anything_is_fitted():
    with pytest.raises(SettingError, match=r"mape does not fit this target.*1 of 2 rows"):
        MAPE().bind(tasks.infer([0.5, 0.0]), Rows(np.array([0.5, 0.0])))
