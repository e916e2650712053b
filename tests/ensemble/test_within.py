"""A blend under limits is the best that they allow."""

import numpy as np
import pytest

from fitwright.core.rows import Rows
from fitwright.ensemble import Within
from fitwright.ensemble.best import Best
from fitwright.ensemble.greedy import Greedy
from fitwright.metrics import catalog

RMSE = catalog.make("rmse")


@pytest.fixture
def candidates():
    """(8, 300, 1) predictions, the first ones less noisy; their truth."""
    rng = np.random.default_rng(0)
    truth = rng.normal(size=300)
    noise = np.linspace(0.3, 1.0, 8)
    return truth + noise[:, None] * rng.normal(size=(8, 300)), Rows(truth)


def blend(candidates, costs, bounds, inner=None):
    predictions, rows = candidates
    made = Within(inner or Greedy(), np.array(costs, float).reshape(8, -1), np.array(bounds, float))
    return made.fit(predictions[:, :, None], rows, RMSE, 0)


def test_what_is_cheap_enough_is_not_touched(candidates):
    predictions, rows = candidates
    free = Greedy().fit(predictions[:, :, None], rows, RMSE, 0)
    assert np.array_equal(blend(candidates, np.ones(8), [8.0]).weights, free.weights)


@pytest.mark.parametrize("bound", [1.0, 2.5, 4.0, 9.0])
def test_all_members_together_keep_to_the_limits(candidates, bound):
    costs = np.column_stack([np.linspace(5, 0.5, 8), np.ones(8)])
    found = blend(candidates, costs, [bound, 3.0])
    assert (costs[found.used].sum(axis=0) <= [bound, 3.0]).all()
    assert found.weights.sum() == pytest.approx(1)


def test_several_cheap_ones_are_taken_where_they_are_better_than_a_dear_one(candidates):
    costs = [0.2 if number else 1.0 for number in range(8)]
    predictions, rows = candidates
    found = blend(candidates, costs, [1.0])
    p = found.apply(predictions[:, :, None])
    assert len(found.used) > 1
    assert RMSE.loss(rows, p) < RMSE.loss(rows, predictions[0][:, None])


def test_the_best_alone_is_the_best_that_is_cheap_enough(candidates):
    assert blend(candidates, np.linspace(8, 1, 8), [5.0], Best()).used.tolist() == [3]


def test_where_nothing_is_cheap_enough_it_is_the_cheapest(candidates):
    assert blend(candidates, [9, 8, 7, 3, 4, 5, 6, 7], [1.0]).used.tolist() == [3]
