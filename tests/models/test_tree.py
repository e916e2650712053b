"""Tree: scikit-learn's thresholds, cut back, with shares that are never certain."""

import numpy as np
import pytest
from sklearn.tree import DecisionTreeRegressor

from fitwright.core.work import Means
from fitwright.models.tree import Tree
from tests.models._hard import hard, loaded, same_with_more_cores, strange, without_rows_of_weight_0
from tests.models._tables import numbers, posed

KINDS = ("binary", "multiclass", "regression")


def test_numbers_are_what_scikit_learn_says():
    x = np.random.default_rng(0).normal(size=(300, 4)).astype(np.float32).astype(float)
    task, rows = posed(x[:, 0] * 2 + np.abs(x[:, 1]))
    theirs = DecisionTreeRegressor(max_depth=5, min_samples_leaf=3, random_state=0).fit(x, rows.answers)
    ours = Tree(max_depth=5, min_samples_leaf=3, pruning=0.0).fit(numbers(x), rows, task, 0, Means())
    assert ours.predict(numbers(x))[:, 0] == pytest.approx(theirs.predict(x), rel=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_fitted_and_loaded_agree_on_strange_rows(kind):
    table, rows, task = hard(kind, categories=False)
    model = Tree().fit(table, rows, task, 0, Means())
    assert np.array_equal(loaded(model).predict(strange(table)), model.predict(strange(table)))


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_weight_0_are_as_if_they_were_not_there(kind):
    assert without_rows_of_weight_0(Tree(), kind)


def test_cores_change_no_bit():
    assert same_with_more_cores(Tree(), "binary")


def test_a_leaf_is_never_certain():
    x = np.arange(40.0)[:, None]
    task, rows = posed((x[:, 0] > 19).astype(int))
    p = Tree(min_samples_leaf=5).fit(numbers(x), rows, task, 0, Means()).predict(numbers(x[[0, 39]]))
    assert p[:, 1] == pytest.approx([0.5 / 21, 20.5 / 21], abs=1e-6)


def test_splits_that_gain_little_are_cut_back():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(1_000, 3))
    task, rows = posed((x[:, 0] + rng.normal(size=1_000) > 0).astype(int))
    grown, cut = (Tree(pruning=p).fit(numbers(x), rows, task, 0, Means()).trees_ for p in (0.0, 0.02))
    assert 1 < len(cut.value) < 6 < len(grown.value)


def test_weights_are_rows():
    x = np.random.default_rng(0).normal(size=(200, 3))
    weights = np.random.default_rng(1).integers(1, 4, 200)
    y = x[:, 0] + 0.5 * x[:, 1]
    at = np.repeat(np.arange(200), weights)
    tree = {"min_samples_leaf": 1, "max_depth": 4}
    task, rows = posed(y, weights=weights.astype(float))
    weighed = Tree(**tree).fit(numbers(x), rows, task, 0, Means()).predict(numbers(x))
    _, rows = posed(y[at])
    repeated = Tree(**tree).fit(numbers(x[at]), rows, task, 0, Means()).predict(numbers(x))
    assert weighed == pytest.approx(repeated, rel=1e-5)


def test_little_time_is_kept_by_fewer_rows():
    x = np.random.default_rng(0).normal(size=(5_000, 5))
    task, rows = posed((x[:, 0] > 0).astype(int))
    model = Tree(min_samples_leaf=1, pruning=0.0).fit(numbers(x), rows, task, 0, Means(seconds=1e-9))
    assert len(model.trees_.value) < 20
