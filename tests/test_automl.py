"""The handles: what goes in, what comes out, and one clear sentence for what cannot."""

import warnings

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy.sparse import csr_matrix
from sklearn.base import clone
from sklearn.datasets import load_diabetes, load_iris
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import cross_val_score
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from fitwright import AutoClassifier, AutoRegressor, Int, fit, load
from fitwright.core.errors import DataError, FitwrightError, NotFitted, SettingError
from tests.posed import mixed

QUICK = {"max_trials": 1, "models": ["linear"], "cv": 2, "random_state": 0, "verbose": 0}


def kinds(X):
    """The same table in every kind of frame."""
    frame = pd.DataFrame(X)
    yield "dicts", X
    yield "pandas", frame
    yield "pandas nullable", frame.convert_dtypes()
    yield "pandas arrow", frame.convert_dtypes(dtype_backend="pyarrow")
    yield "polars", pl.from_pandas(frame)
    yield "polars lazy", pl.from_pandas(frame).lazy()
    yield "arrow", pa.Table.from_pandas(frame)


@pytest.mark.parametrize("kind", [name for name, _ in kinds(mixed()[0])])
def test_every_kind_of_frame_gives_the_same_predictions(kind):
    X, y = mixed()
    frame = dict(kinds(X))[kind]
    p = AutoClassifier(**QUICK).fit(frame, y).predict_proba(frame)
    expected = AutoClassifier(**QUICK).fit(X, y).predict_proba(X)
    np.testing.assert_allclose(p, expected, atol=1e-9)


@pytest.mark.parametrize(
    "labels", [["no", "yes"], [0, 1], [False, True], [-1, 5], [0.0, 1.0], ["1", "2"]], ids=str
)
def test_labels_come_back_as_they_were(labels):
    X, y = mixed()
    answers = np.array([labels[int(a == "yes")] for a in y])
    model = AutoClassifier(**QUICK).fit(X, answers)
    assert model.classes_.tolist() == labels
    predicted = model.predict(X)
    assert set(predicted.tolist()) <= set(labels)
    assert predicted.dtype.kind == answers.dtype.kind


@pytest.mark.parametrize(
    "wrap", [list, tuple, np.array, pd.Series, pl.Series, pa.array, lambda y: pd.Series(y).astype("category")]
)
def test_a_target_of_any_kind(wrap):
    X, y = mixed()
    model = AutoClassifier(**QUICK).fit(X, wrap(y))
    assert set(model.predict(X).tolist()) == {"no", "yes"}


def test_sparse_matrices_are_learned_from():
    rng = np.random.default_rng(0)
    dense = rng.normal(size=(200, 30)) * (rng.random((200, 30)) < 0.2)
    y = (dense[:, 0] + dense[:, 1] > 0).astype(int)
    model = AutoClassifier(max_trials=2, models=["linear", "extra_trees"], cv=2, random_state=0, verbose=0)
    model.fit(csr_matrix(dense), y)
    assert model.score(csr_matrix(dense), y) > 0.9
    assert model.score(dense, y) == model.score(csr_matrix(dense), y)


def test_it_is_an_estimator_like_any_other():
    X, y = load_iris(return_X_y=True)
    model = AutoClassifier(**QUICK)
    assert clone(model).get_params() == model.get_params()
    assert cross_val_score(make_pipeline(StandardScaler(), model), X, y, cv=2).mean() > 0.9
    with pytest.raises(NotFittedError):
        model.predict(X)
    with pytest.raises(NotFitted):
        model.predict(X)


def test_limits_hold_for_what_is_delivered():
    X, y = mixed()
    free = AutoClassifier(**QUICK).fit(X, y).leaderboard_
    whole, linear, _ = free["bytes"]
    assert whole == 2 * linear
    said = {"metric": ["roc_auc", "ms_per_row"], "constraints": {"bytes": f"<= {1.5 * linear}"}}
    limited = AutoClassifier(**QUICK, **said).fit(X, y)
    assert limited.leaderboard_["bytes"][0] == linear
    assert limited.predictor_.card["refitted"] == limited.predictor_.card["trials"] == [1]
    assert set(limited.front_["candidate"]) <= {0, 1}


def test_the_leaderboard_has_a_row_for_everything_that_was_tried():
    X, y = load_iris(return_X_y=True, as_frame=True)
    settings = {**QUICK, "max_trials": 3, "models": ["linear", "knn"]}
    board = AutoClassifier(**settings).fit(X, y).leaderboard_
    assert isinstance(board, pd.DataFrame)
    assert board["model"].tolist()[0] == "ensemble"
    assert {"linear", "knn", "baseline"} <= set(board["model"])
    assert {"score", "error", "folds", "seconds", "ms_per_row", "bytes", "state", "why"} <= set(board.columns)
    assert isinstance(AutoClassifier(**QUICK).fit(pl.from_pandas(X), y).leaderboard_, pl.DataFrame)


def test_domains_and_estimators_of_the_users():
    X, y = load_iris(return_X_y=True)
    model = AutoClassifier(
        max_trials=6, models=["random_forest", GaussianNB()], cv=2,
        space={"random_forest": {"n_estimators": Int(5, 9)}},
        random_state=0, verbose=0,
    ).fit(X, y)  # fmt: skip
    trees = {
        t.config["random_forest.n_estimators"] for t in model.history_ if t.config["model"] == "random_forest"
    }
    assert trees <= set(range(5, 10))
    assert any(t.config["model"] == "GaussianNB" and t.state == "done" for t in model.history_)


@pytest.mark.parametrize(
    "metric", ["log_loss", "f1", "neg_log_loss", lambda y, p: float(np.mean(np.array(y) == p))]
)
def test_any_metric_leads_the_search(metric):
    X, y = mixed()
    model = AutoClassifier(**QUICK, metric=metric).fit(X, [int(a == "yes") for a in y])
    assert model.score(X, [int(a == "yes") for a in y]) > 0.8


def test_a_regression_is_found():
    X, y = load_diabetes(return_X_y=True, as_frame=True)
    model = AutoRegressor(**QUICK).fit(X, y)
    assert model.score(X, y) > 0.4
    assert not hasattr(model, "predict_proba")


def test_weights_turn_the_answer():
    X, y = mixed()
    heavy = np.where(np.array(y) == "yes", 50.0, 1.0)
    plain = AutoClassifier(**QUICK).fit(X, y).predict_proba(X)[:, 1].mean()
    weighed = AutoClassifier(**QUICK).fit(X, y, sample_weight=heavy).predict_proba(X)[:, 1].mean()
    balanced = (
        AutoClassifier(**QUICK, class_weight={"yes": 50, "no": 1}).fit(X, y).predict_proba(X)[:, 1].mean()
    )
    assert weighed > plain + 0.05
    assert balanced > plain + 0.05


def test_roles_validation_groups_and_times_by_word():
    X, y = mixed()
    model = AutoClassifier(**QUICK).fit(X, y, roles={"age": "ignored"})
    assert {c.name: c.role for c in model.predictor_.schema.columns}["age"] == "ignored"
    AutoClassifier(**{**QUICK, "cv": None}).fit(X[:90], y[:90], validation=(X[90:], y[90:]))
    grouped = AutoClassifier(**QUICK).fit(X, y, groups="city")
    grouped.predict([{k: v for k, v in row.items() if k != "city"} for row in X])


def test_a_file_in_a_file_out(tmp_path, caplog):
    X, y = mixed()
    frame = pl.DataFrame(X).with_columns(answer=pl.Series([None, *y[1:]]))
    frame.write_csv(tmp_path / "train.csv")
    with caplog.at_level("WARNING", "fitwright"):
        model = fit(tmp_path / "train.csv", target="answer", **QUICK)
    assert "1 row" in caplog.text
    model.save(tmp_path / "model.fw")
    predicted = load(tmp_path / "model.fw").predict(frame.drop("answer"))
    assert isinstance(predicted, pl.Series)
    assert np.mean(predicted.to_numpy()[1:] == np.array(y[1:])) > 0.85
    assert isinstance(fit(frame.drop_nulls("answer").drop("answer"), target="age", **QUICK), AutoRegressor)


def test_silence_means_silence(capfd):
    X, y = mixed()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        AutoClassifier(**{**QUICK, "models": None, "max_trials": 4}).fit(X, y)
    out, err = capfd.readouterr()
    assert out == err == ""


ROWS = 60
GOOD = np.column_stack([np.linspace(0, 1, ROWS), np.arange(ROWS) % 7])
ANSWERS = np.arange(ROWS) % 2


def _with(value, at=3):
    X = GOOD.copy()
    X[at, 0] = value
    return X


BAD = {
    "one class": (GOOD, np.zeros(ROWS), "one class"),
    "no rows": (GOOD[:0], ANSWERS[:0], "0 sample"),
    "no columns": (GOOD[:, :0], ANSWERS, "0 feature"),
    "one dimension": (GOOD[:, 0], ANSWERS, "2D|Reshape"),
    "three dimensions": (GOOD[None], ANSWERS, "2D|dim"),
    "infinite": (_with(np.inf), ANSWERS, "infinit"),
    "complex": (GOOD + 1j, ANSWERS, "[Cc]omplex"),
    "short target": (GOOD, ANSWERS[:-1], "inconsistent"),
    "no target": (GOOD, None, "y is None"),
    "target with gaps": (GOOD, np.where(ANSWERS == 1, np.nan, 0.0), "missing|NaN"),
    "target of infinity": (GOOD, np.where(ANSWERS == 1, np.inf, 0.0), "infinit"),
    "fractions as classes": (GOOD, np.linspace(0, 1, ROWS), "Unknown label type"),
    "two targets": (GOOD, np.column_stack([ANSWERS, ANSWERS]), "target"),
    "no table": ("train.csv", ANSWERS, "table|path"),
    "nothing": (None, ANSWERS, "table"),
    "all rows missing in the target": (GOOD, [None] * ROWS, "missing|NaN"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_typed_error_before_anything_is_spent(name):
    X, y, words = BAD[name]
    heard = []
    with pytest.raises(DataError, match=words):
        AutoClassifier(**QUICK, callbacks=[heard.append]).fit(X, y)
    assert heard == []


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame], ids=["pandas", "polars"])
@pytest.mark.parametrize("name", ["one class", "infinite", "short target", "target with gaps", "no rows"])
def test_bad_input_in_frames(frame, name):
    X, y, words = BAD[name]
    with pytest.raises(DataError, match=words):
        AutoClassifier(**QUICK).fit(frame({f"c{i}": X[:, i] for i in range(X.shape[1])}), y)


def test_text_is_no_number_to_regress_on():
    with pytest.raises(DataError):
        AutoRegressor(**QUICK).fit(GOOD, np.array(["low", "high"] * (ROWS // 2)))


def test_duplicate_names_are_named():
    frame = pd.DataFrame(GOOD, columns=["a", "a"])
    with pytest.raises(DataError, match="'a'"):
        AutoClassifier(**QUICK).fit(frame, ANSWERS)


@pytest.mark.parametrize(
    "column",
    [[None] * ROWS, [1.0] * ROWS, ["same"] * ROWS, list(range(ROWS))],
    ids=["empty", "constant", "word", "id"],
)
def test_columns_that_say_nothing_do_no_harm(column):
    X = pd.DataFrame({"x": GOOD[:, 0], "odd": column})
    model = AutoClassifier(**QUICK).fit(X, ANSWERS)
    assert np.isfinite(model.predict_proba(X)).all()
    alone = AutoClassifier(**QUICK).fit(X[["odd"]], ANSWERS)
    assert alone.predict_proba(X[["odd"]]).shape == (ROWS, 2)


def test_names_that_are_no_text_are_fine():
    X = pd.DataFrame(GOOD, columns=[1, ("a", 2)])
    assert AutoClassifier(**QUICK).fit(X, ANSWERS).predict(X).shape == (ROWS,)


@pytest.mark.parametrize(
    "settings",
    [
        {"metric": "rmse"}, {"models": ["nothing"]}, {"search": "nothing"}, {"stopping": "nothing"},
        {"executor": "nothing"}, {"ensemble": "nothing"}, {"scheduling": "nothing"},
        {"cv": 1.5}, {"cv": "nothing"},
        {"steps": ["nothing"]}, {"time_limit": -5}, {"memory_limit": "lots"}, {"class_weight": "heavy"},
        {"cv": 0}, {"random_state": "x"},
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_word_is_a_setting_error(settings):
    heard = []
    with pytest.raises(SettingError):
        AutoClassifier(**{**QUICK, **settings}, callbacks=[heard.append]).fit(GOOD, ANSWERS)
    assert heard == []


@pytest.mark.parametrize("source", ["nothing.csv", "nothing.xyz"])
def test_a_file_that_is_not_there(tmp_path, source):
    with pytest.raises(FitwrightError, match="nothing"):
        fit(tmp_path / source, target="y")


def test_an_unknown_target_names_the_nearest():
    with pytest.raises(DataError, match="answer"):
        fit(pl.DataFrame({"a": [1, 2], "answer": [0, 1]}), target="anwser")


def test_a_task_by_name_goes_before_what_it_looks_like():
    numbers = np.arange(ROWS) % 30
    assert AutoClassifier(**QUICK, task="multiclass").fit(GOOD, numbers).classes_.shape == (30,)
    with pytest.raises(SettingError, match="binary"):
        AutoClassifier(**QUICK, task="binray").fit(GOOD, ANSWERS)
    assert isinstance(
        fit(pl.DataFrame({"a": GOOD[:, 0], "y": ANSWERS}), "y", task="regression", **QUICK), AutoRegressor
    )
