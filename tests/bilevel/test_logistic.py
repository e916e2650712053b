"""Logistic and softmax regression by groups: scikit-learn's fit, finite differences, typed refusals."""

import numpy as np
import pytest

from fitwright.bilevel import GroupedLogistic, logistic
from fitwright.core.errors import DataError
from tests.bilevel.differences import GROUPS, POINTS, agree, table


@pytest.mark.parametrize("hyper", POINTS)
@pytest.mark.parametrize("classes", [2, 4])
def test_derivatives_equal_finite_differences(classes, hyper):
    agree(GroupedLogistic(*table(classes=classes), GROUPS), hyper)


@pytest.mark.parametrize("classes", [2, 4])
def test_without_a_whole_matrix_they_are_the_same(classes, monkeypatch):
    model = GroupedLogistic(*table(classes=classes), GROUPS, tolerance=1e-9)
    loss, gradient = model.gradient(POINTS[0])
    monkeypatch.setattr(logistic, "WHOLE", 0)
    agree(model, POINTS[0])
    assert model.gradient(POINTS[0]) == (pytest.approx(loss), pytest.approx(gradient, rel=1e-5))


@pytest.mark.parametrize("classes", [2, 4])
def test_one_penalty_is_logistic_regression_of_scikit_learn(classes):
    from sklearn.linear_model import LogisticRegression

    learn, judge = table(classes=classes)
    ours = GroupedLogistic(learn, judge, ["all"] * len(GROUPS))
    theirs = LogisticRegression(C=1 / 3, tol=1e-10, max_iter=1000).fit(*learn)
    p = ours.predict(judge[0], ours.fit({"all": 3.0}))
    np.testing.assert_allclose(p, theirs.predict_proba(judge[0]), atol=1e-5)
    assert ours.loss({"all": 3.0}) == pytest.approx(-np.log(p[np.arange(len(p)), judge[1]]).mean())


def test_second_derivatives_agree_with_each_other():
    model = GroupedLogistic(*table(classes=3), GROUPS)
    w = np.random.default_rng(0).normal(size=len(model.start()))
    whole = model.hessian(w, POINTS[1])
    products = np.array([model.hessian_product(w, POINTS[1], row) for row in np.eye(len(w))])
    np.testing.assert_allclose(whole, products, atol=1e-12)
    np.testing.assert_allclose(np.diag(whole), model.diagonal(w, POINTS[1]), atol=1e-12)


def test_labels_may_be_words():
    (X, y), (X_judge, y_judge) = table(classes=3)
    words = np.array(["low", "mid", "top"])
    model = GroupedLogistic((X, words[y]), (X_judge, words[y_judge]), GROUPS)
    assert model.classes.tolist() == ["low", "mid", "top"]
    assert model.loss(POINTS[0]) == GroupedLogistic((X, y), (X_judge, y_judge), GROUPS).loss(POINTS[0])


def test_judged_labels_are_among_the_learned_and_there_are_two():
    (X, y), (X_judge, y_judge) = table(classes=2)
    with pytest.raises(DataError, match="none among the judged rows"):
        GroupedLogistic((X, y), (X_judge, y_judge + 1), GROUPS)
    with pytest.raises(DataError, match="two classes or more"):
        GroupedLogistic((X, y * 0), (X_judge, y_judge * 0), GROUPS)
