"""Weights by greedy selection."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright import metrics, tasks
from fitwright.core.rows import Rows
from fitwright.ensemble.greedy import Greedy
from tests.ensemble._expect import classes, numbers

RMSE, LOG_LOSS = metrics.catalog.make("rmse"), metrics.catalog.make("log_loss")


@given(
    name=st.sampled_from(["roc_auc", "log_loss", "accuracy", "f1", "balanced_accuracy", "average_precision"]),
    noises=st.lists(st.floats(0.1, 5), min_size=1, max_size=8),
    number=st.integers(2, 4),
    seed=st.integers(0, 99),
)
def test_it_is_never_worse_than_the_best_candidate(name, noises, number, seed):
    rows, predictions = classes(noises, number, 60, seed)
    metric = metrics.catalog.make(name)
    blend = Greedy().fit(predictions, rows, metric, seed)
    best = min(metric.loss(rows, p) for p in predictions)
    blended = blend.apply(predictions)
    assert metric.loss(rows, blended if blend.scales is None else blended * blend.scales) <= best + 1e-12
    assert blend.weights.sum() == pytest.approx(1)
    assert (blend.weights >= 0).all()


def test_errors_that_have_nothing_in_common_average_out():
    rows, predictions = numbers([1.0] * 8)
    blend = Greedy().fit(predictions, rows, RMSE, 0)
    assert len(blend.used) == 8
    assert RMSE.loss(rows, blend.apply(predictions)) < 0.5


def test_what_does_not_help_has_no_weight():
    rows, predictions = numbers([0.1, 50.0])
    assert Greedy().fit(predictions, rows, RMSE, 0).weights.tolist() == [1.0, 0.0]


def test_of_twins_the_first_is_taken():
    rows, predictions = numbers([1.0, 0.5])
    twins = predictions[[1, 0, 1, 1]]
    assert Greedy().fit(twins, rows, RMSE, 0).used.tolist() == [0, 1]


@pytest.mark.parametrize("count", [200, 12_000], ids=["all rows", "a few rows first"])
def test_the_order_of_the_candidates_does_not_matter(count):
    rows, predictions = numbers(np.linspace(0.5, 2, 10), count)
    order = np.random.default_rng(0).permutation(10)
    here = Greedy().fit(predictions, rows, RMSE, 0).weights
    there = Greedy().fit(predictions[order], rows, RMSE, 0).weights
    assert there.tolist() == here[order].tolist()


def test_a_candidate_with_gaps_is_left_out():
    rows, predictions = numbers([0.5, 1.0, 1.0])
    predictions[0, 3] = np.nan
    blend = Greedy().fit(predictions, rows, RMSE, 0)
    assert blend.weights[0] == 0
    assert np.isfinite(blend.apply(predictions)).all()


def test_many_rows_are_weighed_on_a_sample_as_well_as_on_all():
    rows, predictions = numbers([1.0, 1.2, 0.8], 80_000)
    blend = Greedy(rounds=100).fit(predictions, rows, RMSE, 0)
    precise = np.array([1, 1 / 1.44, 1 / 0.64])
    assert blend.weights == pytest.approx(precise / precise.sum(), abs=0.05)


def test_weights_of_rows_matter():
    rows, predictions = numbers([1.0, 1.0], 400)
    first = np.arange(400) < 200
    predictions[0, first] = predictions[1, ~first] = 9.0
    heavy = rows.weighted(np.where(first, 1e-6, 1.0))
    assert Greedy().fit(predictions, heavy, RMSE, 0).used.tolist() == [0]


def test_bags_spread_the_weights_and_do_no_harm():
    rows, predictions = numbers([1.0] * 12, 60)
    plain, bagged = (Greedy(bags=bags).fit(predictions, rows, RMSE, 0) for bags in (0, 8))
    assert bagged.weights.sum() == pytest.approx(1)
    assert len(bagged.used) >= len(plain.used)
    singles = [RMSE.loss(rows, p) for p in predictions]
    assert RMSE.loss(rows, bagged.apply(predictions)) <= min(singles)
    again = Greedy(bags=8).fit(predictions, rows, RMSE, 0)
    assert again.weights.tolist() == bagged.weights.tolist()


def test_equal_labels_are_told_apart_by_probabilities():
    rows = Rows(np.array([0, 1, 0, 1]))
    unsure, sure = np.eye(2)[rows.answers] * 0.02 + 0.49, np.eye(2)[rows.answers] * 0.8 + 0.1
    blend = Greedy().fit(np.stack([unsure, sure]), rows, metrics.catalog.make("accuracy"), 0)
    assert blend.weights.tolist() == [0.0, 1.0]


def test_a_function_of_the_users_is_asked_seldom():
    calls = []

    def share(true, found):
        calls.append(len(true))
        return float((true == found).mean())

    rows, predictions = classes([1.5] * 20, count=20_000)
    task = tasks.infer(["no", "yes"])
    metric = metrics.resolve(share, task).bind(task, rows)
    calls.clear()
    blend = Greedy().fit(predictions, rows, metric, 0)
    assert len(calls) < 500
    assert max(calls) <= 5_000
    assert metric.loss(rows, blend.apply(predictions)) < min(metric.loss(rows, p) for p in predictions)


@pytest.mark.parametrize("metric", [RMSE, LOG_LOSS], ids=["rmse", "log_loss"])
def test_one_row_is_enough(metric):
    rows, predictions = (numbers if metric is RMSE else classes)([1.0, 2.0], count=2)
    one = np.array([0])
    assert Greedy().fit(predictions[:, one], rows.at(one), metric, 0).weights.sum() == 1
