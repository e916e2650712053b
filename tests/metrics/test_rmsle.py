"""Errors in orders of magnitude."""

import numpy as np
import pytest
from sklearn.metrics import root_mean_squared_log_error

from fitwright import AutoRegressor
from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.metrics.rmsle import RMSLE
from tests.metrics._expect import positive


@pytest.mark.parametrize("weights", [False, True])
def test_it_is_scikit_learns(weights):
    rows, p = positive(weights=weights)
    expected = root_mean_squared_log_error(rows.y, p, sample_weight=rows.weights)
    assert RMSLE().score(rows, p) == pytest.approx(expected)


def test_a_prediction_below_0_counts_as_0():
    rows = Rows(np.array([3.0]))
    assert RMSLE().score(rows, np.array([[-7.0]])) == RMSLE().score(rows, np.array([[0.0]]))


def test_a_target_below_0_is_refused_before_anything_is_fitted():
    heard = []
    model = AutoRegressor(metric="rmsle", verbose=0, callbacks=[heard.append])
    y = np.linspace(-1, 3, 60)
    with pytest.raises(SettingError, match=r"rmsle does not fit this target.*15 of 60 rows"):
        model.fit(np.arange(60.0)[:, None], y)
    assert heard == []


def test_evaluate_says_that_it_has_no_number_for_rows_that_it_cannot_judge():
    X, y = np.arange(60.0)[:, None], np.linspace(0, 3, 60)
    model = AutoRegressor(metric="rmsle", models=["linear"], max_trials=1, verbose=0, random_state=0).fit(
        X, y
    )
    assert model.evaluate(X, y)["rmsle"] >= 0
    told = model.evaluate(X, y - 1)
    assert np.isnan(told["rmsle"])
    assert told["rmse"] > 0
