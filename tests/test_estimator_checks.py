"""scikit-learn's own checks of estimators, on both handles."""

import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from fitwright import AutoClassifier, AutoRegressor


@pytest.mark.slow
@parametrize_with_checks(
    [
        AutoClassifier(max_trials=3, models=["linear"], verbose=0, random_state=0, n_jobs=1),
        AutoRegressor(max_trials=3, models=["linear"], verbose=0, random_state=0, n_jobs=1),
    ]
)
def test_all_checks_pass_with_a_linear_model(estimator, check):
    check(estimator)
