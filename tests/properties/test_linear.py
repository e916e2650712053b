"""Linear models on fixed rows: weight 2 is two rows, and neither order nor units nor names matter."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fitwright import tasks
from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.work import Means
from fitwright.pipeline import Chain, Recipe, build_model
from tests.properties.strategies import copied

KINDS = pytest.mark.parametrize("kind", ["regression", "binary", "multiclass"])
SEEDS = st.integers(0, 9_999)
few = settings(max_examples=6)
"""A fit is no mere sum."""


def case(kind, seed, count=60):
    """A table of three columns, and answers that follow from them."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(count, 3))
    signal = X @ [1.0, -2.0, 0.5] + rng.normal(0, 0.5, count)
    if kind == "regression":
        y, task = signal, tasks.infer(signal, kind)
    else:
        classes = 2 if kind == "binary" else 3
        y = np.argsort(np.argsort(signal)) * classes // count
        task = tasks.catalog.get(kind).of(y)
    return X, Rows(y, rng.integers(1, 4, count).astype(float)), task


def laid(X):
    return Table.of(Numbers(tuple(f"x{i}" for i in range(X.shape[1])), np.asfortranarray(X)))


def predicted(X, rows, task, at=None, steps=()):
    """What a linear model, after these steps, tells of `at`."""
    recipe = Recipe.of({"model": "linear", "linear.steps": list(steps)})
    chain = Chain.build(recipe)
    table, weighed = chain.fit_transform(laid(X), rows, task, 0)
    model = build_model(recipe, {}).fit(table, weighed, task, 0, Means())
    return task.tidy(model.predict(chain.transform(laid(X if at is None else at))))


@KINDS
@few
@given(SEEDS)
def test_a_row_of_weight_2_is_two_rows(kind, seed):
    X, rows, task = case(kind, seed)
    again, at = copied(rows)
    np.testing.assert_allclose(predicted(X, rows, task), predicted(X[at], again, task, X), atol=1e-4)


@KINDS
@few
@given(SEEDS)
def test_the_order_of_rows_does_not_matter(kind, seed):
    X, rows, task = case(kind, seed)
    order = np.random.default_rng(seed).permutation(len(X))
    np.testing.assert_allclose(
        predicted(X, rows, task), predicted(X[order], rows.at(order), task, X), atol=1e-4
    )


@KINDS
@few
@given(SEEDS)
def test_the_order_of_columns_does_not_matter(kind, seed):
    X, rows, task = case(kind, seed)
    np.testing.assert_allclose(predicted(X, rows, task), predicted(X[:, ::-1], rows, task), atol=1e-4)


@KINDS
@few
@given(SEEDS, st.floats(0.01, 100), st.floats(-10, 10))
def test_units_do_not_matter_after_standardising(kind, seed, factor, shift):
    X, rows, task = case(kind, seed)
    other = X * factor + shift
    one = predicted(X, rows, task, steps=["standard"])
    np.testing.assert_allclose(one, predicted(other, rows, task, steps=["standard"]), atol=1e-4)


@pytest.mark.parametrize("kind", ["binary", "multiclass"])
@few
@given(SEEDS)
def test_the_names_of_classes_do_not_matter(kind, seed):
    X, rows, task = case(kind, seed)
    turned = len(task.outputs) - 1 - rows.answers
    one, other = predicted(X, rows, task), predicted(X, Rows(turned, rows.weights), task)
    np.testing.assert_allclose(one, other[:, ::-1], atol=1e-4)


@KINDS
@few
@given(SEEDS)
def test_rows_are_predicted_one_by_one(kind, seed):
    X, rows, task = case(kind, seed)
    whole = predicted(X, rows, task)
    np.testing.assert_allclose(predicted(X, rows, task, X[7:8])[0], whole[7], atol=1e-12)
