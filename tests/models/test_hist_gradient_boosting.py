"""scikit-learn's histogram boosting: its trees as arrays, and what a fit has to hold."""

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from fitwright.core.work import Means
from fitwright.models._hist_nodes import codes_of, read
from fitwright.models._job import posed
from fitwright.models._watch import Watch
from fitwright.models.hist_gradient_boosting import HistGradientBoosting
from tests.models._hard import hard, loaded, same_with_more_cores, strange, without_rows_of_weight_0

KINDS = ("binary", "multiclass", "regression")


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("categories", [True, False])
def test_arrays_sum_up_what_the_library_does(kind, categories):
    table, rows, task = hard(kind, categories=categories)
    job, _ = posed(table, rows, task, 0, 1)
    codes = codes_of(job)
    library = HistGradientBoostingRegressor if kind == "regression" else HistGradientBoostingClassifier
    core = library(
        max_iter=10, min_samples_leaf=3, early_stopping=False,
        categorical_features=[0, 1] if categories else None,
    ).fit(codes.ordered(job.x), job.y)  # fmt: skip
    trees = read(core, codes, 10, job.outputs)
    assert len(trees.sets) > 0 or not categories
    for x in (table.matrix(), strange(table).matrix()):
        given = codes.ordered(x)
        raw = core.predict(given) if kind == "regression" else core.decision_function(given)
        np.testing.assert_allclose(trees.sums(x), raw.reshape(len(x), job.outputs), rtol=1e-12, atol=1e-12)


def test_a_category_with_too_many_levels_is_a_number():
    table, rows, task = hard("binary")
    job, _ = posed(table, rows, task, 0, 1)
    many = job.x.copy()
    many[:, job.categories[0]] = np.arange(len(many))
    codes = codes_of(type(job)(**{**vars(job), "x": many}))
    assert len(codes.levels) == 1
    assert codes.order[0] == job.categories[1]


@pytest.mark.parametrize("kind", KINDS)
def test_fitted_and_loaded_agree(kind):
    table, rows, task = hard(kind, 100)
    model = HistGradientBoosting().fit(table, rows, task, 0, Means())
    assert np.array_equal(loaded(model).predict(strange(table)), model.predict(strange(table)))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_cores_change_no_bit(kind, monkeypatch):
    monkeypatch.setattr(HistGradientBoosting, "rounds", 3)
    assert same_with_more_cores(HistGradientBoosting(), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_weight_0_are_as_if_they_were_not_there(kind, monkeypatch):
    monkeypatch.setattr(HistGradientBoosting, "rounds", 20)
    assert without_rows_of_weight_0(HistGradientBoosting(), kind)


def test_growing_in_pieces_is_growing_at_once():
    table, rows, task = hard("regression")
    job, _ = posed(table, rows, task, 0, 1)
    model = HistGradientBoosting(max_features=1.0, min_samples_leaf=10)
    pieces = model.grow(job, None, Watch(20, None, 0.1))
    codes = codes_of(job)
    core = HistGradientBoostingRegressor(
        max_iter=20, learning_rate=0.1, min_samples_leaf=10, l2_regularization=1e-3, early_stopping=False,
        categorical_features=[0, 1], random_state=0,
    ).fit(codes.ordered(job.x), job.y)  # fmt: skip
    np.testing.assert_allclose(pieces.sums(job.x)[:, 0], core.predict(codes.ordered(job.x)), rtol=1e-9)


def test_no_time_gives_fewer_rounds_and_a_model():
    table, rows, task = hard("multiclass", 1000)
    hurried = HistGradientBoosting(learning_rate=0.02).fit(table, rows, task, 0, Means(seconds=0.01))
    assert 0 < len(hurried.trees_.roots) < 4 * 100
