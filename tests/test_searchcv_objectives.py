"""SearchCV for several scores and times at once: the front, its knee, and what is refitted."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier

from fitwright import Int, SearchCV
from fitwright.core.errors import FitwrightError
from fitwright.stopping import Halving

X, Y = load_iris(return_X_y=True)
DEPTH = {"max_depth": Int(1, 6), "min_samples_leaf": Int(1, 20)}


def tree(**given):
    return SearchCV(DecisionTreeClassifier(random_state=0), DEPTH, random_state=0, **given)


def test_several_objectives_give_a_front_and_refit_chooses():
    search = SearchCV(
        RandomForestClassifier(random_state=0), {"n_estimators": Int(1, 40), "max_depth": Int(1, 5)},
        n_iter=12, cv=3, random_state=0, search="tpe", objectives=["accuracy", "fit_time"],
        scoring=["accuracy", "f1_macro"], refit=lambda results: int(np.flatnonzero(results["on_front"])[-1]),
    ).fit(X, Y)  # fmt: skip
    results, front = search.cv_results_, search.front_
    scores, times = results["mean_test_accuracy"], results["mean_fit_time"]
    assert scores[front[0]] == scores.max()
    assert (np.diff(scores[front]) <= 0).all()
    assert (np.diff(times[front]) <= 0).all()
    for at in range(12):
        beaten = ((scores >= scores[at]) & (times < times[at])) | (
            (scores > scores[at]) & (times <= times[at])
        )
        assert results["on_front"][at] == (at in front)
        assert beaten.any() or at in front
    assert search.knee_ in front
    assert search.best_index_ == front.max()
    best = search.study_.history[search.best_index_]
    assert search.study_.values(best)["accuracy"] == pytest.approx(scores[search.best_index_])
    assert set(search.study_.trials.columns) >= {"values_fit_time"}
    assert search.study_.plot("pareto").svg


@pytest.mark.parametrize(
    "given",
    [
        {"objectives": ["score", "n_leaves"], "scoring": lambda m, X, y: {"score": 0.5, "n_leaves": 1.0}},
        {"objectives": ["score", "fit_time"]},
        {"objectives": ["accuracy", "f1_macro"], "scoring": ["accuracy", "f1_macro"]},
    ],
    ids=["function", "one score", "two scores"],
)
def test_refit_may_be_the_knee_of_the_front(given):
    search = tree(n_iter=6, cv=2, refit="knee", **given).fit(X, Y)
    assert search.best_index_ == search.knee_
    assert search.best_estimator_.get_params().items() >= search.best_params_.items()
    assert not hasattr(search, "best_score_")
    with pytest.raises(ValueError, match="'knee' was passed"):
        tree(scoring=["accuracy", "f1_macro"], refit="knee").fit(X, Y)


def test_objectives_of_one_score_keep_what_scikit_learn_has():
    plain = tree(n_iter=6).fit(X, Y)
    several = tree(n_iter=6, objectives=["score", "score_time"]).fit(X, Y)
    assert set(several.cv_results_) == set(plain.cv_results_) | {"on_front"}
    assert several.best_index_ == several.cv_results_["rank_test_score"].argmin()
    named = tree(n_iter=4, scoring="f1_macro", objectives="f1_macro").fit(X, Y)
    assert named.front_.tolist() == [named.best_index_]
    assert not hasattr(plain, "front_")
    assert clone(several).objectives == ["score", "score_time"]


def test_several_objectives_under_halving():
    rows = Halving(resource="n_samples", min_resources=50, factor=2)
    given = {"n_iter": 6, "cv": 2, "scoring": ["accuracy", "f1_macro"], "refit": "f1_macro"}
    search = tree(stopping=rows, objectives=["accuracy", "f1_macro"], **given).fit(X, Y)
    assert search.cv_results_["iter"][search.front_].tolist() == [1] * len(search.front_)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"objectives": ["score", "speed"]}, "among score, fit_time, score_time; got 'speed'"),
        ({"objectives": []}, "got none"),
        ({"objectives": ["roc_auc"], "scoring": ["accuracy"], "refit": "accuracy"}, "got 'roc_auc'"),
    ],
)
def test_objectives_are_scores_or_times(given, words):
    with pytest.raises(FitwrightError, match=words):
        tree(**given).fit(X, Y)
