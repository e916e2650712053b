"""What scikit-learn's documentation shows of its search classes, called the same way with another import."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import expon, loguniform, randint, uniform
from sklearn.compose import ColumnTransformer, make_column_selector
from sklearn.datasets import load_breast_cancer, load_digits, load_iris, make_classification
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.feature_selection import SelectPercentile, chi2
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.metrics import accuracy_score, make_scorer
from sklearn.model_selection import KFold, cross_val_score, train_test_split
from sklearn.naive_bayes import ComplementNB
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

from fitwright import SearchCV as GridSearchCV
from fitwright import SearchCV as HalvingRandomSearchCV
from fitwright import SearchCV as RandomizedSearchCV
from fitwright.stopping import Halving


def test_a_linear_model_with_a_distribution_and_a_list():
    flowers = load_iris()
    model = LogisticRegression(solver="saga", tol=0.01, max_iter=200, random_state=0)
    ranges = {"C": uniform(loc=0, scale=4), "fit_intercept": [True, False]}
    found = RandomizedSearchCV(model, ranges, random_state=0).fit(flowers.data, flowers.target)
    assert set(found.best_params_) == {"C", "fit_intercept"}
    assert 0 <= found.best_params_["C"] <= 4
    assert len(found.cv_results_["params"]) == 10


@pytest.mark.parametrize(
    "ranges",
    [
        {"C": expon(scale=100), "gamma": expon(scale=0.1)},
        {"C": loguniform(1e0, 1e3), "gamma": loguniform(1e-4, 1e-3)},
    ],
    ids=["expon", "loguniform"],
)
def test_a_support_vector_machine_with_continuous_ranges(ranges):
    X, y = load_iris(return_X_y=True)
    lists = {"kernel": ["rbf"], "class_weight": ["balanced", None]}
    search = RandomizedSearchCV(SVC(), {**ranges, **lists}, n_iter=8, cv=3, random_state=0).fit(X, y)
    assert search.score(X, y) > 0.9
    assert all(params["C"] > 0 for params in search.cv_results_["params"])


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_randomized_and_grid_search_side_by_side():
    X, y = load_digits(return_X_y=True, n_class=3)
    linear = SGDClassifier(loss="hinge", penalty="elasticnet", fit_intercept=True, random_state=0)
    ranges = {"average": [True, False], "l1_ratio": uniform(0, 1), "alpha": loguniform(1e-2, 1e0)}
    random = RandomizedSearchCV(linear, param_distributions=ranges, n_iter=6, cv=3, random_state=0).fit(X, y)
    lists = {"average": [True, False], "l1_ratio": np.linspace(0, 1, num=3), "alpha": np.power(10.0, [-2, 0])}
    grid = GridSearchCV(linear, lists, search="grid", n_iter=None, cv=3).fit(X, y)
    assert len(grid.cv_results_["params"]) == 12
    for search in (random, grid):
        results = search.cv_results_
        for candidate in np.flatnonzero(results["rank_test_score"] == 1):
            assert results["mean_test_score"][candidate] == search.best_score_ > 0.95
            assert results["std_test_score"][candidate] >= 0
            assert results["params"][candidate].keys() == ranges.keys()


@pytest.mark.slow  # it starts workers
def test_a_pipeline_over_texts_with_tuples_and_cores():
    kinds = ["a goal in the last minute of the game", "the court has ruled on the new law"]
    texts, topics = [f"{kinds[i % 2]} {i}" for i in range(60)], [i % 2 for i in range(60)]
    pipeline = Pipeline([("words", TfidfVectorizer()), ("bayes", ComplementNB())])
    lists = {
        "words__max_df": (0.6, 0.8, 1.0),
        "words__min_df": (1, 3, 5),
        "words__ngram_range": ((1, 1), (1, 2)),
        "words__norm": ("l1", "l2"),
        "bayes__alpha": np.logspace(-6, 6, 13),
    }
    search = RandomizedSearchCV(
        estimator=pipeline, param_distributions=lists, n_iter=8, random_state=0, n_jobs=2, verbose=1
    )
    search.fit(texts, topics)
    best = search.best_estimator_.get_params()
    assert all(best[name] in values for name, values in lists.items() if name != "words__ngram_range")
    assert best["words__ngram_range"] in lists["words__ngram_range"]
    assert search.predict(["the law of the court", "a game in the last minute"]).tolist() == [1, 0]


def test_a_table_of_mixed_columns_and_a_frame_of_results():
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"age": rng.normal(40, 10, 120), "fare": rng.exponential(30, 120)})
    X["port"] = pd.Categorical(rng.choice(["S", "C", "Q"], 120))
    X.loc[rng.random(120) < 0.1, "age"] = np.nan
    y = (X["fare"] > 20).astype(int)
    numbers = Pipeline([("imputer", SimpleImputer(strategy="median")), ("scaler", StandardScaler())])
    words = Pipeline(
        [("encoder", OneHotEncoder(handle_unknown="ignore")), ("selector", SelectPercentile(chi2))]
    )
    preprocessor = ColumnTransformer(
        [
            ("num", numbers, make_column_selector(dtype_include=np.number)),
            ("cat", words, make_column_selector(dtype_include="category")),
        ]
    )
    model = Pipeline([("preprocessor", preprocessor), ("classifier", LogisticRegression(max_iter=500))])
    lists = {
        "preprocessor__num__imputer__strategy": ["mean", "median"],
        "preprocessor__cat__selector__percentile": [10, 30, 50, 70],
        "classifier__C": [0.1, 1.0, 10, 100],
    }
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
    search = RandomizedSearchCV(model, lists, n_iter=3, random_state=0).fit(X_train, y_train)
    results = pd.DataFrame(search.cv_results_).sort_values("rank_test_score")
    shown = results[["mean_test_score", "std_test_score", "param_classifier__C"]]
    assert shown["mean_test_score"].is_monotonic_decreasing
    assert search.score(X_test, y_test) > 0.6


def test_halving_over_trees_of_a_forest():
    X, y = load_iris(return_X_y=True)
    forest = RandomForestClassifier(random_state=0)
    ranges = {"max_depth": [3, None], "min_samples_split": randint(2, 11)}
    search = HalvingRandomSearchCV(
        forest, ranges, n_iter=None, cv=2, random_state=0,
        stopping=Halving(resource="n_estimators", max_resources=10),
    ).fit(X, y)  # fmt: skip
    assert search.n_resources_ == [1, 3, 9]
    assert search.n_candidates_ == [10, 4, 2]
    assert search.best_params_["n_estimators"] == 9


def test_how_scores_change_over_the_rounds_of_halving():
    X, y = make_classification(n_samples=240, n_features=8, random_state=0)
    ranges = {
        "max_depth": [3, None],
        "max_features": randint(1, 6),
        "min_samples_split": randint(2, 11),
        "criterion": ["gini", "entropy"],
    }
    search = HalvingRandomSearchCV(
        estimator=DecisionTreeClassifier(random_state=0), param_distributions=ranges, n_iter=None, cv=3,
        stopping=Halving(factor=2, resource="n_samples"), random_state=np.random.RandomState(0),
    ).fit(X, y)  # fmt: skip
    results = pd.DataFrame(search.cv_results_)
    results["params_str"] = results.params.apply(str)
    results = results.drop_duplicates(subset=("params_str", "iter"))
    scores = results.pivot(index="iter", columns="params_str", values="mean_test_score")
    assert scores.notna().sum(axis=1).tolist() == search.n_candidates_
    assert results.groupby("iter").n_resources.first().tolist() == search.n_resources_
    assert search.n_resources_[0] == 12
    assert search.n_candidates_[0] == 20
    assert len(scores) == search.n_iterations_ == 5


def test_several_scores_and_one_that_decides():
    X, y = load_breast_cancer(return_X_y=True)
    scoring = {"AUC": "roc_auc", "Accuracy": make_scorer(accuracy_score)}
    search = RandomizedSearchCV(
        DecisionTreeClassifier(random_state=42), param_distributions={"min_samples_split": range(2, 60, 20)},
        n_iter=3, scoring=scoring, refit="AUC", cv=2, return_train_score=True, random_state=0,
    ).fit(X, y)  # fmt: skip
    results = search.cv_results_
    best = np.nonzero(results["rank_test_AUC"] == 1)[0][0]
    assert results["mean_test_AUC"][best] == search.best_score_
    assert {"mean_train_AUC", "mean_train_Accuracy", "std_test_Accuracy"} < set(results)
    assert results["param_min_samples_split"].data.tolist() == [
        params["min_samples_split"] for params in results["params"]
    ]


def test_the_simplest_model_within_a_standard_deviation():
    def simplest(cv_results):
        best = np.argmax(cv_results["mean_test_score"])
        bar = cv_results["mean_test_score"][best] - cv_results["std_test_score"][best]
        candidates = np.flatnonzero(cv_results["mean_test_score"] >= bar)
        return candidates[cv_results["param_reduce__n_components"][candidates].argmin()]

    X, y = load_digits(return_X_y=True, n_class=3)
    pipe = Pipeline(
        [("reduce", PCA(random_state=42)), ("classify", LogisticRegression(C=1e-4, max_iter=500))]
    )
    search = GridSearchCV(
        pipe, {"reduce__n_components": [4, 8, 16]}, search="grid", n_iter=None, cv=3, scoring="accuracy",
        refit=simplest,
    ).fit(X, y)  # fmt: skip
    assert search.best_params_["reduce__n_components"] in (4, 8, 16)
    assert search.best_estimator_["reduce"].n_components == search.best_params_["reduce__n_components"]
    assert not hasattr(search, "best_score_")


def test_nested_cross_validation():
    X, y = load_iris(return_X_y=True)
    inner, outer = (KFold(n_splits=3, shuffle=True, random_state=seed) for seed in (0, 1))
    search = GridSearchCV(
        estimator=SVC(kernel="rbf"), param_distributions={"C": [1, 10, 100], "gamma": [0.01, 0.1]},
        search="grid", n_iter=None, cv=inner,
    )  # fmt: skip
    plain = search.fit(X, y).best_score_
    nested = cross_val_score(search, X=X, y=y, cv=outer)
    assert 0.9 < nested.mean() <= plain + 0.05
