"""scikit-learn's search classes, with our search behind them."""

import numpy as np
import pytest
from scipy import stats
from sklearn.base import clone
from sklearn.datasets import load_breast_cancer, load_iris, make_classification, make_regression
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.exceptions import FitFailedWarning, NotFittedError
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GridSearchCV, GroupKFold, KFold, RandomizedSearchCV, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, SVR
from sklearn.tree import DecisionTreeClassifier
from sklearn.utils.estimator_checks import check_estimator

from fitwright import Choice, Float, Int, SearchCV
from fitwright.core.errors import FitwrightError
from fitwright.core.events import Stepped
from fitwright.stopping import Halving, Hyperband

X, Y = load_iris(return_X_y=True)
NOISY = make_classification(400, 10, n_informative=4, flip_y=0.1, random_state=0)
DEPTH = {"max_depth": Int(1, 6), "min_samples_leaf": Int(1, 20)}


def tree(**given):
    return SearchCV(DecisionTreeClassifier(random_state=0), DEPTH, random_state=0, **given)


@pytest.mark.parametrize("given", [{}, {"scoring": ["accuracy", "f1_macro"], "refit": "f1_macro"}])
@pytest.mark.parametrize("train", [False, True])
def test_results_have_the_shape_that_scikit_learn_gives(given, train):
    ours = tree(n_iter=4, return_train_score=train, **given).fit(X, Y)
    lists = {"max_depth": [1, 2, 3, 4], "min_samples_leaf": [1, 5]}
    theirs = RandomizedSearchCV(
        DecisionTreeClassifier(), lists, n_iter=4, return_train_score=train, **given
    ).fit(X, Y)
    assert set(ours.cv_results_) == set(theirs.cv_results_)
    for name, column in theirs.cv_results_.items():
        assert len(ours.cv_results_[name]) == len(column)
    for name in ("multimetric_", "n_splits_", "best_index_", "best_params_", "classes_", "n_features_in_"):
        assert hasattr(ours, name)
    assert type(ours.scorer_) is type(theirs.scorer_)


def test_a_grid_scores_as_grid_search_does():
    grid = {"max_depth": [1, 2, 4], "criterion": ["gini", "entropy"]}
    estimator = DecisionTreeClassifier(random_state=0)
    ours = SearchCV(estimator, grid, search="grid", n_iter=None, cv=4).fit(X, Y)
    theirs = GridSearchCV(estimator, grid, cv=4).fit(X, Y)
    assert len(ours.cv_results_["params"]) == 6
    scores = {
        tuple(sorted(p.items())): s
        for p, s in zip(*[theirs.cv_results_[k] for k in ("params", "mean_test_score")], strict=True)
    }
    for params, score in zip(ours.cv_results_["params"], ours.cv_results_["mean_test_score"], strict=True):
        assert score == pytest.approx(scores[tuple(sorted(params.items()))])
    assert ours.best_score_ == pytest.approx(theirs.best_score_)


@pytest.mark.parametrize(
    "grid",
    [
        {"max_depth": np.arange(1, 14), "criterion": ("gini", "entropy")},
        [{"max_depth": [1, 2], "criterion": ["gini"]}, {"splitter": ["best", "random"]}],
    ],
    ids=["one", "two"],
)
def test_a_param_grid_is_gone_through_whole_in_the_order_of_grid_search(grid):
    estimator = DecisionTreeClassifier(random_state=0)
    ours = SearchCV(estimator, param_grid=grid, cv=2, pre_dispatch="all", verbose=0).fit(X, Y)
    theirs = GridSearchCV(estimator, param_grid=grid, cv=2).fit(X, Y)
    assert ours.cv_results_["params"] == theirs.cv_results_["params"]
    assert np.array_equal(ours.cv_results_["mean_test_score"], theirs.cv_results_["mean_test_score"])
    assert (ours.best_index_, ours.best_params_) == (theirs.best_index_, theirs.best_params_)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"param_grid": {"max_depth": [1]}}, "one of space, param_distributions and param_grid"),
        ({"n_iter": 0}, "n_iter as a whole number from 1, or None; got 0"),
        ({"n_iter": "ten"}, "n_iter .* got 'ten'"),
        ({"n_iter": None}, "n_iter or time_limit; got neither"),
        ({"n_jobs": "two"}, "'n_jobs' parameter of SearchCV"),
        ({"error_score": "ignore"}, "'error_score' parameter of SearchCV"),
        ({"refit": 3}, "'refit' parameter of SearchCV"),
    ],
)
def test_arguments_that_make_no_sense_are_refused_before_anything_is_fitted(given, words):
    with pytest.raises(ValueError, match=words):
        tree(**given).fit(X, Y)


def test_the_best_is_refitted_and_predicts():
    search = tree(n_iter=5).fit(X, Y)
    again = clone(search.estimator).set_params(**search.best_params_).fit(X, Y)
    assert (search.predict(X) == again.predict(X)).all()
    assert search.predict_proba(X).shape == (150, 3)
    assert search.refit_time_ > 0
    assert search.best_score_ == search.cv_results_["mean_test_score"].max()


def test_equal_seeds_and_lags_give_equal_results_for_any_number_of_jobs():
    given = {"n_iter": 14, "search": "tpe(startup=4)", "stopping": "race"}
    one, two = tree(**given, lag=4).fit(X, Y), tree(**given, n_jobs=2).fit(X, Y)
    assert one.cv_results_["params"] == two.cv_results_["params"]
    assert (one.cv_results_["mean_test_score"] == two.cv_results_["mean_test_score"]).all()
    assert tree(**given).fit(X, Y).cv_results_["params"] != one.cv_results_["params"]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "score"),
        ({"scoring": "f1_macro"}, "f1_macro"),
        ({"scoring": ["accuracy", "f1_macro"], "refit": "f1_macro"}, "f1_macro"),
        ({"scoring": ["accuracy", "f1_macro"], "refit": False}, "accuracy"),
    ],
)
def test_its_study_tells_of_the_score_as_it_is(given, name):
    search = tree(n_iter=5, **given).fit(X, Y)
    results = search.cv_results_.get(f"mean_test_{name}", search.cv_results_.get("mean_test_score"))
    assert search.study_.best_value == pytest.approx(results.max())
    assert name in search.study_.plot("history").svg


def test_distributions_of_scipy_and_lists_of_any_objects():
    space = {
        "svc__C": stats.loguniform(1e-2, 1e2),
        "svc__kernel": ["rbf", "linear"],
        "standardscaler": [StandardScaler(), "passthrough"],
        "svc__class_weight": [None, "balanced", {0: 1.0, 1: 2.0, 2: 1.0}],
    }
    search = SearchCV(make_pipeline(StandardScaler(), SVC()), space, n_iter=8, random_state=1).fit(X, Y)
    assert search.best_score_ > 0.9
    assert all(1e-2 <= params["svc__C"] <= 1e2 for params in search.cv_results_["params"])


def test_what_takes_a_steps_place_brings_its_own_parameters():
    steps = Pipeline([("reduce", "passthrough"), ("model", LogisticRegression(max_iter=500))])
    grid = [
        {"reduce": [PCA(svd_solver="full")], "reduce__n_components": [1, 2]},
        {"reduce": [SelectKBest(f_classif)], "reduce__k": [2], "model__C": [0.1, 1.0]},
    ]
    theirs = GridSearchCV(steps, grid, cv=3).fit(X, Y)
    ours = SearchCV(steps, param_grid=grid, cv=3).fit(X, Y)
    assert list(map(str, ours.cv_results_["params"])) == list(map(str, theirs.cv_results_["params"]))
    assert (ours.cv_results_["mean_test_score"] == theirs.cv_results_["mean_test_score"]).all()
    assert SearchCV(steps, grid, n_iter=3, random_state=0).fit(X, Y).best_score_ > 0.8


@pytest.mark.parametrize("search", ["random", "tpe", "evolution"])
def test_what_can_only_be_drawn_from_is_searched_too(search):
    class PowersOfTwo:
        def rvs(self, random_state=None):
            return 2 ** random_state.randint(0, 6)

    found = [
        SearchCV(
            tree().estimator, {"max_depth": PowersOfTwo()}, search=search, n_iter=4, random_state=seed
        ).fit(X, Y)
        for seed in (0, 0)
    ]
    depths = [one.cv_results_["param_max_depth"].tolist() for one in found]
    assert depths[0] == depths[1]
    assert len(set(depths[0])) == 4
    assert set(depths[0]) <= {1, 2, 4, 8, 16, 32}


def test_a_list_of_dicts_is_searched_part_by_part():
    space = [
        {"kernel": ["linear"], "C": Float(0.1, 10, log=True)},
        {"kernel": ["rbf"], "gamma": Float(0.01, 1)},
    ]
    search = SearchCV(SVC(), space, n_iter=12, random_state=0).fit(X, Y)
    for params in search.cv_results_["params"]:
        assert set(params) == ({"kernel", "C"} if params["kernel"] == "linear" else {"kernel", "gamma"})
    assert {params["kernel"] for params in search.cv_results_["params"]} == {"linear", "rbf"}


def test_groups_weights_and_fit_parameters_go_where_scikit_learn_sends_them():
    groups, weights = np.arange(150) % 5, np.where(Y == 2, 0.0, 1.0)
    search = tree(n_iter=2, cv=GroupKFold(5)).fit(X, Y, groups=groups, sample_weight=weights)
    assert search.n_splits_ == 5
    assert 2 not in search.predict(X)


def test_a_failing_candidate_gets_the_error_score_and_the_rest_goes_on():
    space = {"C": [-1.0, 1.0]}
    search = SearchCV(LogisticRegression(max_iter=500), space, search="grid", n_iter=2)
    with pytest.warns((FitFailedWarning, UserWarning)):
        search.fit(X, Y)
    assert np.isnan(search.cv_results_["mean_test_score"]).sum() == 1
    assert search.best_params_ == {"C": 1.0}


def test_error_score_raise_raises_what_the_estimator_raised():
    search = SearchCV(LogisticRegression(), {"C": [-1.0]}, search="grid", n_iter=1, error_score="raise")
    with pytest.raises(ValueError, match="'C' parameter"):
        search.fit(X, Y)


def test_where_all_fits_fail_the_first_error_is_told():
    search = SearchCV(LogisticRegression(), {"C": [-1.0, -2.0]}, search="grid", n_iter=2)
    with pytest.raises(ValueError, match=r"All the .* fits failed"):
        search.fit(X, Y)


def test_refit_may_be_a_function_or_off():
    last = SearchCV(
        DecisionTreeClassifier(random_state=0),
        DEPTH,
        n_iter=3,
        refit=lambda results: len(results["params"]) - 1,
    )
    assert last.fit(X, Y).best_index_ == 2
    off = tree(n_iter=2, refit=False).fit(X, Y)
    with pytest.raises((AttributeError, NotFittedError)):
        off.predict(X)


def test_stopped_candidates_are_ranked_after_those_that_saw_all_folds():
    X, y = load_breast_cancer(return_X_y=True)
    steps = []
    search = SearchCV(
        DecisionTreeClassifier(random_state=0),
        {"max_depth": Int(1, 12), "min_samples_leaf": Int(1, 200, log=True)},
        n_iter=25, stopping="median", random_state=0, callbacks=[steps.append],
    ).fit(X, y)  # fmt: skip
    results = search.cv_results_
    seen = np.isfinite(np.stack([results[f"split{i}_test_score"] for i in range(5)])).sum(axis=0)
    assert sum(isinstance(event, Stepped) for event in steps) == seen.sum() < 125
    assert np.isfinite(results["mean_test_score"]).all()
    assert results["rank_test_score"][seen < 5].min() > results["rank_test_score"][seen == 5].max()
    assert seen[search.best_index_] == 5


def test_a_race_spares_folds_and_finds_what_a_whole_search_finds():
    given = {"n_iter": 20, "cv": KFold(5, shuffle=True, random_state=0), "search": "random"}
    whole, raced = (tree(stopping=rule, **given).fit(*NOISY) for rule in ("never", "race"))
    folds = sum(len(trial.results) for trial in raced.study_)
    assert folds < 0.7 * 100
    assert raced.best_params_ == whole.best_params_
    assert raced.best_score_ == whole.best_score_


def test_patience_ends_a_search_that_gets_no_better():
    search = tree(n_iter=40, search="tpe", patience=6).fit(X, Y)
    best = search.best_index_
    assert len(search.cv_results_["params"]) < 40
    assert best + 6 <= len(search.cv_results_["params"]) <= best + 6 + 4  # some were under way
    with pytest.raises(FitwrightError, match="patience"):
        tree(patience=3, stopping=Halving(resource="n_samples")).fit(X, Y)


def test_halving_over_rows_gives_more_of_them_to_the_best():
    rows = Halving(resource="n_samples", min_resources=50, factor=2)
    search = tree(n_iter=8, cv=3, stopping=rows).fit(X, Y)
    assert (search.n_resources_, search.n_candidates_) == ([50, 100], [8, 4])
    results = search.cv_results_
    assert results["iter"].tolist() == [0] * 8 + [1] * 4
    assert results["n_resources"].tolist() == [50] * 8 + [100] * 4
    assert results["iter"][search.best_index_] == 1
    assert results["rank_test_score"][search.best_index_] == 1
    assert search.best_score_ == results["mean_test_score"][8:].max()
    again = tree(n_iter=8, cv=3, stopping=rows, n_jobs=2).fit(X, Y)
    assert again.cv_results_["params"] == results["params"]
    assert (again.cv_results_["mean_test_score"] == results["mean_test_score"]).all()


def test_halving_over_a_parameter_sets_it_in_each_round():
    trees = Halving(resource="n_estimators", max_resources=8, factor=2)
    space = {"max_depth": Int(1, 4)}
    search = SearchCV(RandomForestClassifier(random_state=0), space, n_iter=4, cv=2, stopping=trees)
    assert search.fit(X, Y).n_resources_ == [2, 4, 8]
    assert search.n_candidates_ == [4, 2, 1]
    assert [params["n_estimators"] for params in search.cv_results_["params"]] == [2] * 4 + [4] * 2 + [8]
    assert len(search.best_estimator_.estimators_) == search.best_params_["n_estimators"] == 8


def test_halving_bears_failures_and_several_scores():
    space = {"max_depth": [-1, 1, 2, 3]}
    rows = Halving(resource="n_samples", factor=2, min_resources=75)
    search = SearchCV(
        DecisionTreeClassifier(random_state=0), space, n_iter=4, cv=2, stopping=rows,
        scoring=["accuracy", "f1_macro"], refit="f1_macro", random_state=0,
    )  # fmt: skip
    with pytest.warns(FitFailedWarning, match="2 fits failed"):
        search.fit(X, Y)
    assert search.n_candidates_ == [4, 2]
    assert search.best_params_["max_depth"] > 1
    assert {"rank_test_accuracy", "rank_test_f1_macro"} < set(search.cv_results_)


def test_hyperband_over_rows_begins_each_bracket_with_more_of_them():
    rows = Hyperband(resource="n_samples", min_resources=15, factor=3)
    search = tree(n_iter=12, cv=2, stopping=rows, lag=4).fit(X, Y)
    assert search.n_resources_ == [15, 45, 135]
    results = search.cv_results_
    new = [int(((results["iter"] == turn) & (results["bracket"] == turn)).sum()) for turn in range(3)]
    assert new == [6, 4, 2]
    assert search.n_candidates_ == [6, 4 + 2, 2 + 2 + 1]
    fits = sum(len(trial.results) for trial in search.study_)
    assert fits == 2 * sum(search.n_candidates_)
    assert results["iter"][search.best_index_] == 2
    again = tree(n_iter=12, cv=2, stopping=rows, n_jobs=2).fit(X, Y)
    assert again.cv_results_["params"] == results["params"]
    assert np.array_equal(again.cv_results_["mean_test_score"], results["mean_test_score"])


def test_hyperband_over_a_parameter_and_in_a_hurry():
    trees = Hyperband(resource="n_estimators", max_resources=9, factor=3)
    forest = RandomForestClassifier(random_state=0)
    search = SearchCV(forest, {"max_depth": Int(1, 6)}, n_iter=6, cv=2, stopping=trees, search="tpe").fit(
        X, Y
    )
    assert search.n_resources_ == [1, 3, 9]
    assert search.best_params_["n_estimators"] == 9
    quick = tree(n_iter=None, cv=2, stopping=Hyperband(resource="n_samples"), time_limit=1.0).fit(X, Y)
    assert quick.cv_results_["iter"][quick.best_index_] == len(quick.n_resources_) - 1


@pytest.mark.parametrize(
    ("resource", "words"), [("max_depth", "that is not in the space"), ("trees", "got 'trees'")]
)
def test_a_resource_is_rows_or_a_parameter_that_is_not_searched(resource, words):
    with pytest.raises(FitwrightError, match=words):
        tree(stopping=Halving(resource=resource, max_resources=9)).fit(X, Y)


def test_halving_in_a_hurry_has_candidates_in_all_rounds():
    rows = Halving(resource="n_samples", min_resources=15)
    search = tree(n_iter=None, cv=2, stopping=rows, time_limit=1.0).fit(X, Y)
    assert search.n_resources_ == [15, 45, 135]
    assert search.n_candidates_ == sorted(search.n_candidates_, reverse=True)
    assert search.cv_results_["iter"][search.best_index_] == 2


def test_a_time_limit_ends_the_search_with_a_fitted_estimator():
    search = SearchCV(RandomForestClassifier(20), {"max_depth": Int(1, 9)}, n_iter=None, time_limit=1.5)
    assert search.fit(X, Y).predict(X).shape == (150,)
    assert len(search.study_) > 1


def test_it_tunes_inside_cross_validation_and_pipelines():
    search = SearchCV(Ridge(), {"alpha": Float(1e-3, 1e3, log=True)}, n_iter=3, cv=KFold(3), random_state=0)
    A, b = make_regression(90, 5, noise=1.0, random_state=0)
    assert cross_val_score(make_pipeline(StandardScaler(), search), A, b, cv=3).mean() > 0.9


@pytest.mark.parametrize(
    "space",
    [{}, {"depth": Int(1, 3)}, {"max_depth": []}, {"max_depth": 3}, 7],
    ids=["empty", "unknown name", "no values", "no domain", "no space"],
)
def test_bad_spaces_are_said_before_anything_is_fitted(space):
    with pytest.raises((FitwrightError, ValueError), match="Expected"):
        SearchCV(DecisionTreeClassifier(), space).fit(X, Y)


def test_neither_n_iter_nor_time_is_refused():
    with pytest.raises(FitwrightError, match="Expected"):
        SearchCV(DecisionTreeClassifier(), {"max_depth": Choice([1, 2])}, n_iter=None).fit(X, Y)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("estimator", [LogisticRegression(), SVR()])
def test_scikit_learns_own_checks(estimator):
    search = SearchCV(estimator, {"C": Float(0.01, 10, log=True)}, n_iter=2, cv=2, random_state=0)
    check_estimator(search)
