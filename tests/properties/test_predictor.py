"""One fitted predictor of each kind, and what holds for any table that it is given."""

import tempfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fitwright
from fitwright import AutoClassifier, AutoRegressor
from fitwright.core.errors import FitwrightError
from fitwright.readers.csv import CSV
from tests.core import kinds
from tests.posed import mixed
from tests.properties.strategies import LIBRARIES, ODD, columns, laid

FAST = {
    "max_trials": 2,
    "models": ["linear", "lightgbm"],
    "cv": 2,
    "executor": "serial",
    "random_state": 0,
    "verbose": 0,
    "n_jobs": 1,
}
LATER = {
    "size": st.none() | st.floats(-4, 4),
    "city": st.sampled_from(["lima", "oslo", "rome", "quito", "", None]),
    "age": st.none() | st.floats(0, 120),
}
every_kind = pytest.mark.parametrize("kind", ["classifier", "regressor"])


@st.composite
def tables(draw, least=1, most=6):
    """Rows of the kind that was learned from, odd ones among them."""
    count = draw(st.integers(least, most))
    found = {name: draw(st.lists(cell, min_size=count, max_size=count)) for name, cell in LATER.items()}
    found["size"][0], found["age"][0] = 0.5, 40.0  # so that libraries see numbers
    return found


@pytest.fixture(scope="module")
def predictors():
    rows, y = mixed(160)
    X = pl.DataFrame(rows)
    numbers = X["size"].to_numpy() * 2 + np.random.default_rng(0).normal(size=160)
    return {
        "classifier": AutoClassifier(**FAST).fit(X, y).predictor_,
        "regressor": AutoRegressor(**FAST).fit(X, numbers).predictor_,
    }


@pytest.fixture(scope="module")
def loaded(predictors):
    with tempfile.TemporaryDirectory() as folder:
        for kind, predictor in predictors.items():
            predictor.save(Path(folder, f"{kind}.fw"))
        return {kind: fitwright.load(Path(folder, f"{kind}.fw")) for kind in predictors}


@every_kind
@given(given_columns=tables(2))
def test_a_batch_is_its_rows_one_by_one(predictors, kind, given_columns):
    predictor, whole = predictors[kind], predictors[kind].outputs(given_columns)
    for row in range(len(whole)):
        one = {name: values[row : row + 1] for name, values in given_columns.items()}
        np.testing.assert_allclose(predictor.outputs(one)[0], whole[row], atol=1e-9)


@every_kind
@given(given_columns=tables())
def test_what_is_saved_and_loaded_predicts_bit_for_bit_the_same(predictors, loaded, kind, given_columns):
    np.testing.assert_array_equal(
        loaded[kind].outputs(given_columns), predictors[kind].outputs(given_columns)
    )


@given(given_columns=tables())
def test_probabilities_are_shares(predictors, given_columns):
    p = predictors["classifier"].outputs(given_columns)
    assert ((p >= 0) & (p <= 1)).all()
    np.testing.assert_allclose(p.sum(axis=1), 1)


@given(given_columns=tables())
def test_the_answer_is_the_likeliest_label(predictors, given_columns):
    predictor = predictors["classifier"]
    if predictor.blend.decide(predictor.outputs(given_columns)) is None:
        likeliest = predictor.classes_[predictor.outputs(given_columns).argmax(axis=1)]
        assert predictor.answers(given_columns).tolist() == likeliest.tolist()


@every_kind
@given(given_columns=tables(2), seed=st.integers(0, 99))
def test_the_order_of_rows_goes_through(predictors, kind, given_columns, seed):
    order = np.random.default_rng(seed).permutation(len(given_columns["size"])).tolist()
    turned = {name: [values[i] for i in order] for name, values in given_columns.items()}
    whole = predictors[kind].outputs(given_columns)
    np.testing.assert_allclose(predictors[kind].outputs(turned), whole[order], atol=1e-9)


@every_kind
@given(given_columns=tables())
def test_the_order_of_columns_does_not_matter(predictors, kind, given_columns):
    turned = dict(reversed(given_columns.items()))
    np.testing.assert_array_equal(predictors[kind].outputs(turned), predictors[kind].outputs(given_columns))


@every_kind
@given(given_columns=tables(), word=st.text(max_size=5))
def test_other_columns_do_not_matter(predictors, kind, given_columns, word):
    more = {"other": [word] * len(given_columns["size"]), **given_columns}
    np.testing.assert_array_equal(predictors[kind].outputs(more), predictors[kind].outputs(given_columns))


@every_kind
@given(given_columns=tables(), make=LIBRARIES)
def test_the_library_does_not_matter(predictors, kind, given_columns, make):
    X = laid(make, given_columns)
    np.testing.assert_array_equal(predictors[kind].outputs(X), predictors[kind].outputs(given_columns))


@every_kind
@given(given_columns=tables(2))
def test_a_csv_file_is_the_same_table(predictors, kind, given_columns):
    frame = pl.DataFrame(given_columns, schema={"size": pl.Float64, "city": pl.String, "age": pl.Float64})
    with tempfile.TemporaryDirectory() as folder:
        frame.write_csv(Path(folder, "rows.csv"))
        read = CSV().read(Path(folder, "rows.csv"))
    np.testing.assert_array_equal(predictors[kind].outputs(read), predictors[kind].outputs(frame))


@every_kind
@given(given_columns=tables())
def test_answers_are_finite_whatever_is_missing(predictors, kind, given_columns):
    nothing = {name: [None] * len(values) for name, values in given_columns.items()}
    assert np.isfinite(predictors[kind].outputs(nothing)).all()
    assert np.isfinite(predictors[kind].outputs(given_columns)).all()


@every_kind
@given(given_columns=tables(), one=st.text(min_size=1, max_size=4), other=st.text(min_size=1, max_size=4))
def test_all_levels_that_nobody_has_seen_are_one(predictors, kind, given_columns, one, other):
    count = len(given_columns["size"])
    found = [
        predictors[kind].outputs({**given_columns, "city": [f"new {word}"] * count}) for word in (one, other)
    ]
    np.testing.assert_array_equal(*found)


@every_kind
@given(given_columns=tables())
def test_a_table_is_left_as_it_was(predictors, kind, given_columns):
    X = kinds.pandas(given_columns)
    before = X.copy(deep=True)
    predictors[kind].predict(X)
    assert X.equals(before)


@every_kind
@given(given_columns=columns(ODD, names=("size", "city", "age", "other")), make=LIBRARIES)
def test_any_table_is_predicted_or_refused_with_a_typed_error(predictors, kind, given_columns, make):
    try:
        p = predictors[kind].outputs(laid(make, given_columns))
    except FitwrightError:
        return
    assert np.isfinite(p).all()
    assert len(p) == len(next(iter(given_columns.values())))


@given(given_columns=tables())
def test_frames_come_back_as_they_came(predictors, given_columns):
    predictor = predictors["classifier"]
    for make, module in ((kinds.pandas, "pandas"), (kinds.polars, "polars"), (kinds.arrow, "pyarrow")):
        X = laid(make, given_columns)
        for answer in (predictor.predict(X), predictor.predict_proba(X)):
            assert type(answer).__module__.partition(".")[0] == module


@pytest.mark.slow
@settings(max_examples=5)
@given(
    st.sampled_from(
        [("no", "yes"), ("0", "1"), ("left", "stayed"), ("a b", "é"), (0, 1), (False, True), (-3, 7)]
    )
)
def test_the_names_of_labels_do_not_matter(names):
    rows, y = mixed(120)
    renamed = [names[label == "yes"] for label in y]
    one, other = (AutoClassifier(**FAST).fit(rows, labels).predict_proba(rows) for labels in (y, renamed))
    np.testing.assert_array_equal(one, other)


@pytest.mark.slow
@settings(max_examples=3)
@given(st.integers(0, 99))
def test_weights_of_one_are_none(seed):
    rows, y = mixed(120, seed)
    settled = {**FAST, "models": ["linear"], "max_trials": 1}
    plain = AutoClassifier(**settled).fit(rows, y).predict_proba(rows)
    weighed = AutoClassifier(**settled).fit(rows, y, sample_weight=[1.0] * 120).predict_proba(rows)
    np.testing.assert_allclose(plain, weighed, atol=1e-6)
