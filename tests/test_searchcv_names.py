"""What names `SearchCV` takes: of parameters that an estimator does not list, and of scores."""

import pytest
from lightgbm import LGBMClassifier
from sklearn.datasets import load_iris
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from fitwright import Int, SearchCV
from fitwright.core.errors import SpaceError

X, Y = load_iris(return_X_y=True)
TREE = {"max_depth": Int(1, 8), "min_samples_leaf": Int(1, 20)}


def tree(**given):
    return SearchCV(DecisionTreeClassifier(random_state=0), TREE, random_state=0, **given)


def test_boosters_take_names_that_they_do_not_list():
    grid = {"feature_fraction": [0.5, 1.0], "lambda_l1": [0.0, 0.1]}
    booster = LGBMClassifier(n_estimators=2, verbose=-1)
    search = SearchCV(booster, param_grid=grid, cv=2).fit(X, Y)
    assert len(search.cv_results_["params"]) == 4
    piped = make_pipeline(StandardScaler(), booster)
    names = {f"lgbmclassifier__{name}": values for name, values in grid.items()}
    assert SearchCV(piped, param_grid=names, cv=2).fit(X, Y).best_params_.keys() == names.keys()
    with pytest.raises(SpaceError, match="got svc__C"):
        SearchCV(piped, {"svc__C": [1, 2]}, cv=2).fit(X, Y)


def test_the_score_that_refit_names_is_searched_for():
    named = {"far": "neg_log_loss", "score": "accuracy"}
    search = tree(n_iter=6, scoring=named, refit="score").fit(X, Y)
    assert search.study_.best_value == pytest.approx(search.best_score_)

    def both(estimator, X, y):
        return {"a": -float(estimator.get_depth()), "b": float(estimator.score(X, y))}

    search = tree(n_iter=6, scoring=both, refit="b").fit(X, Y)
    assert search.study_.best_value == pytest.approx(search.best_score_)
    assert search.study_.values(search.study_.best) == {"b": pytest.approx(search.best_score_)}
