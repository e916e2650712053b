"""Deviance of counts."""

import numpy as np
import pytest
from sklearn.metrics import mean_poisson_deviance

from fitwright import tasks
from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.metrics.poisson_deviance import PoissonDeviance
from tests.metrics._expect import positive


@pytest.mark.parametrize("weights", [False, True])
def test_it_is_scikit_learns(weights):
    rows, p = positive(weights=weights)
    rows = Rows(np.floor(rows.answers), rows.weights)  # with zeros
    expected = mean_poisson_deviance(rows.y, p[:, 0], sample_weight=rows.weights)
    assert PoissonDeviance().score(rows, p) == pytest.approx(expected)


def test_a_prediction_below_0_is_bad_but_a_number():
    score = PoissonDeviance().score(Rows(np.array([2.0])), np.array([[-3.0]]))
    assert 100 < score < 1000


def test_a_target_below_0_is_refused_before_anything_is_fitted():
    with pytest.raises(SettingError, match=r"poisson_deviance does not fit this target.*1 of 2 rows.*-1"):
        PoissonDeviance().bind(tasks.infer([0.5, -1.0]), Rows(np.array([0.5, -1.0])))
