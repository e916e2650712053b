"""scikit-learn's own checks of estimators, on both handles."""

from typing import Any

import pytest
from sklearn.utils import estimator_checks
from sklearn.utils.estimator_checks import parametrize_with_checks

from fitwright import AutoClassifier, AutoRegressor

LINEAR: dict[str, Any] = {"max_trials": 3, "models": ["linear"], "verbose": 0, "random_state": 0, "n_jobs": 1}
USUAL: dict[str, Any] = {"max_trials": 4, "cv": 2, "verbose": 0, "random_state": 0, "n_jobs": 1}
ONE: dict[str, Any] = {"max_trials": 1, "cv": 2, "verbose": 0, "random_state": 0, "n_jobs": 1}
COUNTED = (
    "boosters count the rows of a leaf, and deal rows for early stopping by number, whatever they weigh: "
    "a row of weight 2 is one of them"
)
WEIGHTED = {f"check_sample_weight_equivalence_on_{kind}_data": COUNTED for kind in ("dense", "sparse")}
"""Checks that the usual models fail, and why; one that passes after all fails the test."""


@pytest.mark.slow
@parametrize_with_checks([AutoClassifier(**LINEAR), AutoRegressor(**LINEAR)])
def test_all_checks_pass_with_a_linear_model(estimator, check):
    check(estimator)


@pytest.mark.slow
@parametrize_with_checks(
    [AutoClassifier(**USUAL), AutoRegressor(**USUAL)], expected_failed_checks=lambda _: WEIGHTED
)
def test_all_checks_pass_with_the_usual_models(estimator, check):
    """But for two, which scikit-learn does not ask of its forests either; below is where they hold."""
    check(estimator)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["dense", "sparse"])
@pytest.mark.parametrize("handle", [AutoClassifier, AutoRegressor])
@pytest.mark.parametrize("model", ["baseline", "linear", "extra_trees"])
def test_a_row_of_weight_2_is_two_rows_where_none_are_counted(model, handle, kind):
    check = getattr(estimator_checks, f"check_sample_weight_equivalence_on_{kind}_data")
    check(handle.__name__, handle(models=[model], **ONE))
