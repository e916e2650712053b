"""What holds for every metric on every kind of rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright import metrics, tasks
from tests.properties.strategies import copied, judged

NAMES = metrics.catalog.names()
FREE = ("roc_auc", "log_loss", "accuracy", "balanced_accuracy")
"""Metrics of classes for which no label is special."""
every_metric = pytest.mark.parametrize("name", NAMES)


def task_of(rows, p):
    if p.shape[1] == 1:
        return tasks.infer(rows.answers, "regression")
    return tasks.catalog.get("binary" if p.shape[1] == 2 else "multiclass").of(np.arange(p.shape[1]))


def bound(name, rows, p):
    """The metric for these rows; None where it cannot judge them."""
    task = task_of(rows, p)
    try:
        metric = metrics.catalog.make(name)
    except TypeError:  # needs settings of its own
        return None
    return metric.bind(task, rows) if set(task.kinds) & set(metric.kinds) else None


CASES = judged()
WEIGHED = judged(weighed=True)


@every_metric
@given(CASES)
def test_the_loss_is_the_score_turned(name, given_rows):
    rows, p = given_rows
    if (metric := bound(name, rows, p)) is not None:
        sign = -1 if metric.higher_is_better else 1
        assert metric.loss(rows, p) == pytest.approx(sign * metric.score(rows, p))


@every_metric
@given(WEIGHED, st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(name, given_rows, seed):
    rows, p = given_rows
    if (metric := bound(name, rows, p)) is not None:
        order = np.random.default_rng(seed).permutation(len(rows))
        assert metric.score(rows.at(order), p[order]) == pytest.approx(metric.score(rows, p), abs=1e-9)


@every_metric
@given(WEIGHED)
def test_a_row_of_weight_2_is_two_rows(name, given_rows):
    rows, p = given_rows
    if (metric := bound(name, rows, p)) is not None:
        again, at = copied(rows)
        assert metric.score(again, p[at]) == pytest.approx(metric.score(rows, p), rel=1e-9, abs=1e-9)


@every_metric
@given(WEIGHED, st.floats(0.01, 100))
def test_the_unit_of_weights_does_not_matter(name, given_rows, factor):
    rows, p = given_rows
    if (metric := bound(name, rows, p)) is not None:
        scaled = rows.weighted(rows.weights * factor)
        assert metric.score(scaled, p) == pytest.approx(metric.score(rows, p), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", FREE)
@given(judged(fewest=2, weighed=True), st.integers(0, 99))
def test_the_names_of_classes_do_not_matter(name, given_rows, seed):
    rows, p = given_rows
    metric = bound(name, rows, p)
    new = np.random.default_rng(seed).permutation(p.shape[1])  # class k is now called new[k]
    renamed = np.empty_like(p)
    renamed[:, new] = p
    other = type(rows)(new[rows.answers], rows.weights)
    assert metric.score(other, renamed) == pytest.approx(metric.score(rows, p), abs=1e-9)


@given(CASES)
def test_the_truth_is_never_worse(given_rows):
    rows, p = given_rows
    best = np.eye(p.shape[1])[rows.answers] if p.shape[1] > 1 else rows.answers[:, None]
    for name in NAMES:
        if (metric := bound(name, rows, p)) is not None and name != "pinball":
            assert metric.loss(rows, best) <= metric.loss(rows, p) + 1e-9, name
