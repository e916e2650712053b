"""Nearest neighbours: the right ones, in any order and batch, weighed and drawn towards the whole."""

import numpy as np
import pytest
from sklearn.neighbors import KNeighborsRegressor

from fitwright.core.work import Means
from fitwright.models.knn import KNN
from tests.models._tables import numbers, posed

COLUMNS = pytest.mark.parametrize("columns", [3, 20], ids=["tree", "all"])


def _x(columns, count=300, seed=0):
    return np.random.default_rng(seed).normal(size=(count, columns))


def _fit(x, y, weights=None, seconds=None, **settings):
    task, rows = posed(y, weights=weights)
    return KNN(**settings).fit(numbers(x), rows, task, 0, Means(seconds=seconds))


@COLUMNS
def test_the_neighbours_are_scikit_learns(columns):
    x, new = _x(columns), numbers(_x(columns, 50, seed=1))
    y = x[:, 0] + 0.1 * np.arange(300)
    theirs = KNeighborsRegressor(7).fit(x, y).predict(new.matrix())
    assert _fit(x, y, neighbours=7, weighting="uniform").predict(new)[:, 0] == pytest.approx(theirs)


@COLUMNS
@pytest.mark.parametrize("weighting", ["distance", "uniform"])
def test_ties_count_all_so_that_the_order_of_rows_does_not_matter(columns, weighting):
    x = np.repeat(np.eye(4, columns), 5, axis=0)
    y = np.random.default_rng(1).normal(size=20)
    order = np.random.default_rng(2).permutation(20)
    new = numbers(np.unique(x, axis=0))
    here = _fit(x, y, neighbours=2, weighting=weighting).predict(new)
    there = _fit(x[order], y[order], neighbours=2, weighting=weighting).predict(new)
    assert here == pytest.approx(there, rel=1e-9)


@COLUMNS
def test_a_near_row_counts_more(columns):
    x = np.zeros((3, columns))
    x[:, 0] = [0.0, 1.0, 1.1]
    p = _fit(x, np.array([0.5, 1.5, 2.5]), neighbours=3).predict(numbers(x[[0]]))
    assert 0.5 < p[0, 0] < 0.7


def test_shares_are_drawn_towards_those_of_all_rows():
    x = np.arange(10.0)[:, None]
    p = _fit(x, np.array(["a"] * 8 + ["b"] * 2), neighbours=1, weighting="uniform").predict(
        numbers(x[[0, 9]])
    )
    assert p == pytest.approx(np.array([[0.9, 0.1], [0.4, 0.6]]))


@COLUMNS
def test_weights_multiply_the_votes(columns):
    x, y = np.zeros((4, columns)), np.array([0.5, 0.5, 2.5, 2.5])
    p = _fit(x, y, np.array([3.0, 3.0, 1.0, 1.0]), neighbours=4).predict(numbers(x[[0]]))
    assert p[0, 0] == pytest.approx(1.0)
    without = _fit(x, y, np.array([0.0, 0.0, 1.0, 1.0]), neighbours=4).predict(numbers(x[[0]]))
    assert without[0, 0] == pytest.approx(2.5)


def test_rows_beyond_the_most_are_sampled_with_all_classes():
    x = _x(9, 10_050)
    model = _fit(x, np.array(["rare"] + ["usual"] * 5_000 + ["also"] * 5_049), neighbours=5)
    assert len(model.x_) in (10_000, 10_001)
    assert (model.votes_[:, :3].sum(axis=0) > 0).all()


def test_little_time_is_kept_by_fewer_rows():
    x = _x(20, 3_000)
    assert len(_fit(x, x[:, 0], seconds=1e-9).x_) == 500
