"""scikit-learn's own checks of estimators, on both handles."""

from typing import Any

import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

from fitwright import AutoClassifier, AutoRegressor

LINEAR: dict[str, Any] = {"max_trials": 3, "models": ["linear"], "verbose": 0, "random_state": 0, "n_jobs": 1}
USUAL: dict[str, Any] = {"max_trials": 4, "cv": 2, "verbose": 0, "random_state": 0, "n_jobs": 1}
WEIGHTS = (
    "boosters and networks deal inner rows and batches by rows: a row of weight 2 is not two rows to them"
)


def allowed(estimator: Any) -> dict[str, str]:
    """As scikit-learn allows its own forests: two checks, by name, with the reason."""
    return {f"check_sample_weight_equivalence_on_{kind}_data": WEIGHTS for kind in ("dense", "sparse")}


@pytest.mark.slow
@parametrize_with_checks([AutoClassifier(**LINEAR), AutoRegressor(**LINEAR)])
def test_all_checks_pass_with_a_linear_model(estimator, check):
    check(estimator)


@pytest.mark.slow
@parametrize_with_checks([AutoClassifier(**USUAL), AutoRegressor(**USUAL)], expected_failed_checks=allowed)
def test_all_checks_pass_with_the_usual_models(estimator, check):
    check(estimator)
