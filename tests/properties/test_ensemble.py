"""Weights are shares that do not depend on the order of rows, and for which weight 2 is two rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright import ensemble, metrics, tasks
from fitwright.packing import pack, unpack
from tests.properties.strategies import copied, judged

PLAIN = ("greedy", "best")
every_combiner = pytest.mark.parametrize("name", PLAIN)
CASES = judged(most=3, candidates=4)
WEIGHED = judged(most=3, weighed=True, candidates=4)


def asked(rows, predictions):
    outputs = predictions.shape[2]
    if outputs == 1:
        task, name = tasks.infer(rows.answers, "regression"), "rmse"
    else:
        kind = "binary" if outputs == 2 else "multiclass"
        task, name = tasks.catalog.get(kind).of(np.arange(outputs)), "log_loss"
    return task, metrics.catalog.make(name).bind(task, rows)


def blended(name, rows, predictions):
    _, metric = asked(rows, predictions)
    return ensemble.catalog.make(name).fit(predictions, rows, metric, 0)


@every_combiner
@given(CASES)
def test_weights_are_shares(name, case):
    weights = blended(name, *case).weights
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1)


@every_combiner
@given(CASES)
def test_no_worse_than_the_best_alone(name, case):
    rows, predictions = case
    _, metric = asked(rows, predictions)
    assert reached(name, rows, predictions) <= min(metric.loss(rows, p) for p in predictions) + 1e-9


def reached(name, rows, predictions):
    """The loss of the blend; where sums differ in the last bits, a tie may go to another candidate."""
    _, metric = asked(rows, predictions)
    return metric.loss(rows, blended(name, rows, predictions).apply(predictions))


@every_combiner
@given(WEIGHED)
def test_a_row_of_weight_2_is_two_rows(name, case):
    rows, predictions = case
    again, at = copied(rows)
    assert reached(name, again, predictions[:, at]) == pytest.approx(
        reached(name, rows, predictions), rel=0.01
    )


@every_combiner
@given(CASES, st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(name, case, seed):
    rows, predictions = case
    order = np.random.default_rng(seed).permutation(len(rows))
    turned = reached(name, rows.at(order), predictions[:, order])
    assert turned == pytest.approx(reached(name, rows, predictions), rel=0.01)


@every_combiner
@given(CASES)
def test_copies_of_one_candidate_are_that_candidate(name, case):
    rows, predictions = case
    same = np.repeat(predictions[:1], 3, axis=0)
    np.testing.assert_allclose(blended(name, rows, same).apply(same), predictions[0], atol=1e-12)


@every_combiner
@given(CASES)
def test_blended_probabilities_are_shares(name, case):
    rows, predictions = case
    task, _ = asked(rows, predictions)
    p = task.tidy(blended(name, rows, predictions).apply(predictions))
    if task.classifies:
        np.testing.assert_allclose(p.sum(axis=1), 1)


@every_combiner
@given(CASES)
def test_a_blend_comes_back_bit_for_bit(name, case):
    rows, predictions = case
    blend = blended(name, rows, predictions)
    again = type(blend).from_state(unpack(pack(blend.state())))
    np.testing.assert_array_equal(again.apply(predictions), blend.apply(predictions))
