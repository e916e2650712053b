"""Ridge regression by groups: the fit of scikit-learn, derivatives of finite differences, typed refusals."""

import numpy as np
import pytest

from fitwright.bilevel import GroupedRidge
from fitwright.core.errors import DataError, SettingError
from tests.bilevel.differences import GROUPS, POINTS, agree, table


@pytest.mark.parametrize("hyper", POINTS)
def test_derivatives_equal_finite_differences(hyper):
    agree(GroupedRidge(*table(), GROUPS), hyper)


def test_more_columns_than_rows_are_no_trouble():
    learn, judge = table(rows=12)
    agree(GroupedRidge(learn, judge, GROUPS), POINTS[0])


def test_one_penalty_is_ridge_of_scikit_learn():
    from sklearn.linear_model import Ridge

    learn, judge = table()
    ours = GroupedRidge(learn, judge, ["all"] * len(GROUPS))
    theirs = Ridge(alpha=7.0).fit(*learn)
    found = ours.predict(judge[0], ours.fit({"all": 7.0}))
    np.testing.assert_allclose(found, theirs.predict(judge[0]), atol=1e-6)
    assert ours.loss({"all": 7.0}) == pytest.approx(float(((found - judge[1]) ** 2).mean()))


def test_targets_far_from_zero_are_fitted_as_well():
    (X, y), judge = table()
    far = GroupedRidge((X, y + 1e7), (judge[0], judge[1] + 1e7), GROUPS)
    assert far.loss(POINTS[0]) == pytest.approx(GroupedRidge((X, y), judge, GROUPS).loss(POINTS[0]), rel=1e-6)


@pytest.mark.parametrize(
    ("spoil", "error", "sentence"),
    [
        (lambda X, y: ((X[:, 0], y), GROUPS), DataError, "rows and some columns"),
        (lambda X, y: ((np.where(X > 2, np.nan, X), y), GROUPS), DataError, "finite numbers"),
        (lambda X, y: ((X.astype(str) + "?", y), GROUPS), DataError, "a table of numbers"),
        (lambda X, y: ((X, y[1:]), GROUPS), DataError, "an answer for each of 60 rows"),
        (lambda X, y: ((X, y.astype(str)), GROUPS), DataError, "GroupedLogistic for classes"),
        (lambda X, y: ((X, y), GROUPS[1:]), SettingError, "a group for each of 8 columns"),
        (lambda X, y: ((X, y), [1] * 8), SettingError, "a group for each of 8 columns"),
    ],
)
def test_what_cannot_be_used_is_refused(spoil, error, sentence):
    learn, judge = table()
    spoiled, groups = spoil(*learn)
    with pytest.raises(error, match=sentence):
        GroupedRidge(spoiled, judge, groups)


def test_judged_rows_have_the_same_columns():
    learn, (X, y) = table()
    with pytest.raises(DataError, match="8 columns"):
        GroupedRidge(learn, (X[:, 1:], y), GROUPS)
