"""Bad input, in four libraries, for both handles: it works, or one typed error says what to do."""

import re
import warnings

import numpy as np
import pandas as pd
import polars as pl
import pytest

from fitwright import AutoClassifier, AutoRegressor
from fitwright.core.errors import DataError, FitwrightError, SchemaError
from tests.bad_inputs import ALL, COUNT, GOOD, KINDS, LABELS, LIBRARIES, NUMBERS, laid, listed

QUICK = {
    "max_trials": 1,
    "models": ["linear"],
    "cv": 2,
    "executor": "serial",
    "random_state": 0,
    "verbose": 0,
    "n_jobs": 1,
}
CASES = [(name, library) for name, bad in ALL.items() for library in LIBRARIES if library in bad.only]


def fitted(kind, library, bad):
    """A model fitted on the bad input."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what a library says of such values while they are laid out
        X = laid(library, bad.columns)
        y = listed(library, bad.labels if kind == "classifier" else bad.numbers)
        told = {name: by_position(library, name, value, bad) for name, value in bad.told.items()}
        return (AutoClassifier if kind == "classifier" else AutoRegressor)(**QUICK).fit(X, y, **told), X


def by_position(library, name, value, bad):
    """Arguments that name columns, as they are for a table without names."""
    if library != "numpy":
        return value
    place = {column: f"x{at}" for at, column in enumerate(bad.columns)}
    if name == "roles":
        return {place.get(column, column): role for column, role in value.items()}
    if name == "validation":
        return (laid("numpy", value[0]), *value[1:])
    return value


def happens(kind, library, bad):
    error, words = bad.outcome(kind)
    if error is None:
        model, X = fitted(kind, library, bad)
        answers = model.predict(X)
        assert len(answers) == model.predictor_.schema.read(X).shape[0]
        assert kind == "classifier" or np.isfinite(answers).all()
        return
    with pytest.raises(error) as caught:
        fitted(kind, library, bad)
    text = str(caught.value)
    assert len(text) > 20
    if library != "numpy":  # which has no names
        assert re.search(words, text), text


def test_there_are_enough_of_them():
    assert len(ALL) >= 60


@pytest.mark.parametrize(("name", "library"), CASES[:: 2 * len(LIBRARIES) + 1], ids=str)
def test_some_bad_inputs(name, library):
    happens(KINDS[len(name) % 2], library, ALL[name])


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "library"), CASES, ids=str)
def test_all_bad_inputs(kind, name, library):
    happens(kind, library, ALL[name])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("X", "words"),
    [
        (None, "Expected a table"),
        ("train.csv", r"fitwright\.fit\(path"),
        (7, "Expected a table"),
        (np.zeros(COUNT), "2D array"),
        (np.zeros((COUNT, 2, 2)), "2D array"),
        (pd.Series(GOOD), "2D array"),
        (pl.Series(GOOD), "2D array"),
        (pd.DataFrame(np.zeros((COUNT, 2)), columns=["a", "a"]), "'a' came more than once"),
        ([[1.0], [1.0, 2.0]], "one length"),
        ({"a": GOOD, "b": [1.0]}, "one length"),
        ({"a": 1.0}, "column of values under 'a'"),
        (iter([[1.0]]), "Expected a table"),
    ],
    ids=str,
)
def test_what_is_no_table(kind, X, words):
    handle, y = (AutoClassifier, LABELS) if kind == "classifier" else (AutoRegressor, NUMBERS)
    with pytest.raises(DataError, match=words):
        handle(**QUICK).fit(X, y)


TRAINED = {
    "size": GOOD,
    "city": ["oslo", "rome", "lima"] * (COUNT // 3),
    "born": ["2020-01-31", "2021-02-28"] * (COUNT // 2),
}
CHANGES = {
    "as it was": (lambda columns: columns, None, ""),
    "other order": (lambda columns: dict(reversed(columns.items())), None, ""),
    "one more": (lambda columns: {"new": [[1]] * COUNT, **columns}, None, ""),
    "unseen level": (lambda columns: {**columns, "city": ["quito"] * COUNT}, None, ""),
    "gaps": (
        lambda columns: {**columns, "size": [None] * COUNT, "city": [None] * COUNT, "born": [None] * COUNT},
        None,
        "",
    ),
    "numbers as text": (lambda columns: {**columns, "size": [str(v) for v in GOOD]}, None, ""),
    "categories as numbers": (lambda columns: {**columns, "city": [1] * COUNT}, None, ""),
    "missing column": (
        lambda columns: {k: v for k, v in columns.items() if k != "size"},
        SchemaError,
        "'size' is missing",
    ),
    "name in capitals": (
        lambda columns: {("Size" if k == "size" else k): v for k, v in columns.items()},
        SchemaError,
        "did you mean 'Size'",
    ),
    "words for numbers": (
        lambda columns: {**columns, "size": ["large"] * COUNT},
        SchemaError,
        "numbers in column 'size'",
    ),
    "numbers for dates": (lambda columns: {**columns, "born": GOOD}, SchemaError, "dates in column 'born'"),
    "words for dates": (
        lambda columns: {**columns, "born": ["soon"] * COUNT},
        SchemaError,
        "dates in column 'born'",
    ),
    "infinity": (
        lambda columns: {**columns, "size": [float("inf")] * COUNT},
        DataError,
        "'size' holds infinity",
    ),
    "lists": (lambda columns: {**columns, "size": [[1.0]] * COUNT}, DataError, "'size'"),
}


@pytest.fixture(scope="module")
def models():
    return {
        "classifier": AutoClassifier(**QUICK).fit(pl.DataFrame(TRAINED), LABELS).predictor_,
        "regressor": AutoRegressor(**QUICK).fit(pl.DataFrame(TRAINED), NUMBERS).predictor_,
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("library", [library for library in LIBRARIES if library != "numpy"])
@pytest.mark.parametrize(("change", "error", "words"), CHANGES.values(), ids=CHANGES)
def test_the_schema_travels_with_the_model(models, kind, library, change, error, words):
    X = laid(library, change(TRAINED))
    if error is None:
        answers = models[kind].predict(X)
        assert len(answers) == COUNT
        assert type(answers).__module__.partition(".")[0] == library.replace("arrow", "pyarrow")
        return
    with pytest.raises(error, match=words):
        models[kind].predict(X)


@pytest.mark.parametrize("kind", KINDS)
def test_arrays_are_matched_by_their_place(models, kind):
    X = laid("numpy", TRAINED)
    named = models[kind].outputs(pl.DataFrame(TRAINED))
    np.testing.assert_array_equal(models[kind].outputs(X), named)
    with pytest.raises(SchemaError, match="2 features, but Predictor is expecting 3"):
        models[kind].predict(X[:, :2])
    assert isinstance(models[kind].predict(X), np.ndarray)


@pytest.mark.parametrize("X", [None, 3, "new.csv", np.zeros(3), [[1.0, 2.0], [1.0]]], ids=str)
def test_what_is_no_table_is_refused_at_predict_time_too(models, X):
    with pytest.raises(FitwrightError):
        models["classifier"].predict(X)
