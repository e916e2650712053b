"""What the user keeps predicts alike wherever it goes, and says what is wrong with a table."""

import copy

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.naive_bayes import GaussianNB

import fitwright
from fitwright import AutoClassifier, AutoRegressor
from fitwright.core.errors import Damaged, SchemaError, Unsupported
from fitwright.packing import read_manifest
from tests.posed import mixed

FAST = {
    "max_trials": 3,
    "models": ["linear", "lightgbm", "extra_trees"],
    "cv": 2,
    "random_state": 0,
    "verbose": 0,
}


@pytest.fixture(scope="module")
def table():
    X, y = mixed(200)
    return pd.DataFrame(X), y


@pytest.fixture(scope="module")
def fitted(table):
    return AutoClassifier(**FAST).fit(*table)


@pytest.fixture(scope="module")
def saved(fitted, tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "model.fw"
    fitted.save(path)
    return path


def test_a_saved_predictor_predicts_bit_for_bit_the_same(fitted, saved, table):
    loaded = fitwright.load(saved)
    np.testing.assert_array_equal(loaded.predict_proba(table[0]).to_numpy(), fitted.predict_proba(table[0]))
    assert loaded.predict(table[0]).tolist() == fitted.predict(table[0]).tolist()
    assert loaded.classes_.tolist() == ["no", "yes"]


def test_the_kind_of_frame_that_came_in_comes_out(saved, table):
    loaded, X = fitwright.load(saved), table[0]
    assert isinstance(loaded.predict(X), pd.Series)
    assert loaded.predict_proba(X.set_index(X.index + 7)).index[0] == 7
    assert isinstance(loaded.predict(pl.from_pandas(X)), pl.Series)
    assert isinstance(loaded.predict(X.to_dict("list")), np.ndarray)
    assert loaded.predict(pl.from_pandas(X)).to_list() == loaded.predict(X).tolist()


def test_blocks_of_rows_give_what_the_whole_gives(fitted, table, monkeypatch):
    whole = fitted.predict_proba(table[0])
    monkeypatch.setattr("fitwright.predictor.BLOCK", 33)
    np.testing.assert_allclose(fitted.predict_proba(table[0]), whole, atol=1e-12)


def test_a_warm_predictor_changes_no_bit(fitted, saved, table):
    loaded = fitwright.load(saved)
    before = loaded.outputs(table[0])
    loaded.warm()
    np.testing.assert_array_equal(loaded.outputs(table[0]), before)
    again = copy.deepcopy(loaded)
    np.testing.assert_array_equal(again.outputs(table[0]), before)


def test_parts_that_do_not_fit_are_found_when_the_file_is_opened(fitted, table, tmp_path):
    other = copy.deepcopy(fitted.predictor_)
    linear = next(one for bag in other.bags for one in bag if one.name == "linear")
    linear.model.coef_ = linear.model.coef_[:-1]
    other.save(tmp_path / "misfit.fw")
    with pytest.raises(Damaged, match="do not fit each other"):
        fitwright.load(tmp_path / "misfit.fw")


def test_parts_that_fail_in_use_are_told_as_such(saved, table):
    loaded = fitwright.load(saved)
    chain = next(one.chain for bag in loaded.bags for one in bag if one.chain.steps)
    vars(chain.steps[0][1]).clear()
    with pytest.raises(Damaged, match=r"model\.fw: .* do not fit"):
        loaded.predict(table[0])


def test_the_manifest_says_what_of_single_rows_is_inside(table, tmp_path):
    model = AutoClassifier(**{**FAST, "models": ["knn"], "max_trials": 1}).fit(*table)
    model.save(tmp_path / "near.fw")
    inside = read_manifest(tmp_path / "near.fw")["inside"].values()
    assert "knn: 100 rows as numbers, with their answers" in inside


def test_columns_may_come_in_any_order_with_others_beside_them(fitted, table):
    X = table[0]
    turned = X[["age", "size", "city"]].assign(extra=1)
    np.testing.assert_array_equal(fitted.predict_proba(turned), fitted.predict_proba(X))


def test_no_rows_give_no_predictions(fitted, table):
    assert fitted.predict(table[0][:0]).shape == (0,)
    assert fitted.predict_proba(table[0][:0]).shape == (0, 2)


def test_levels_nobody_has_seen_and_gaps_are_predicted(fitted, table):
    odd = table[0].head(5).assign(city="atlantis", age=np.nan)
    assert np.isfinite(fitted.predict_proba(odd)).all()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda X: X.drop(columns="size"), "'size'"),
        (lambda X: X.assign(size="large"), "size"),
        (lambda X: X.assign(size=np.inf), "infinit|finite"),
    ],
)
def test_a_table_of_another_form_is_refused_with_the_column(fitted, table, change, words):
    with pytest.raises((SchemaError, ValueError), match=words):
        fitted.predict(change(table[0]))


def test_score_and_evaluate_agree_with_the_answers(fitted, table):
    X, y = table
    right = float(np.mean(fitted.predict(X) == np.array(y)))
    assert fitted.score(X, y) == pytest.approx(right)
    evaluation = fitted.predictor_.evaluate(X, y)
    assert evaluation["accuracy"] == pytest.approx(right)
    assert next(iter(evaluation)) == "roc_auc"
    assert {"confusion", "learning"} <= set(evaluation.figures)


def test_a_changed_byte_is_noticed(saved, tmp_path):
    data = bytearray(saved.read_bytes())
    data[len(data) // 2] ^= 1
    broken = tmp_path / "broken.fw"
    broken.write_bytes(data)
    with pytest.raises(Damaged):
        fitwright.load(broken)
    with pytest.raises(Damaged):
        fitwright.load(tmp_path / "nothing.fw")


def test_an_estimator_of_the_users_needs_a_word_to_be_saved_and_opened(table, tmp_path):
    X, y = table
    model = AutoClassifier(**{**FAST, "models": [GaussianNB()], "max_trials": 1}).fit(X, y)
    path = tmp_path / "own.fw"
    with pytest.raises(Unsupported, match="allow_pickle"):
        model.save(path)
    assert not path.exists()
    model.predictor_.save(path, allow_pickle=True)
    with pytest.raises(Unsupported, match="allow_pickle"):
        fitwright.load(path)
    again = fitwright.load(path, allow_pickle=True)
    np.testing.assert_array_equal(again.predict_proba(X).to_numpy(), model.predict_proba(X))


def test_numbers_come_back_as_numbers(table, tmp_path):
    X = table[0]
    y = X["size"] * 3 + 1
    model = AutoRegressor(**FAST).fit(X.drop(columns="size").assign(twice=2 * X["size"]), y)
    model.save(tmp_path / "numbers.fw")
    loaded = fitwright.load(tmp_path / "numbers.fw")
    assert loaded.score(X.assign(twice=2 * X["size"]), y) > 0.9
    with pytest.raises(AttributeError, match="classes_"):
        _ = loaded.classes_
    assert "calibration" in loaded.evaluate(X.assign(twice=2 * X["size"]), y).figures
