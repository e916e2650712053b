"""Thresholds for metrics that look at labels."""

import numpy as np
import pytest

from fitwright import metrics
from fitwright.core.rows import Rows
from fitwright.ensemble import Blend
from fitwright.ensemble._scales import learn_scales
from tests.ensemble._expect import classes


def _tilted(count, number=2, seed=0):
    """Good probabilities whose first class is far too likely."""
    rows, predictions = classes([1.5], number, count, seed)
    p = predictions[0] * np.array([20.0] + [1.0] * (number - 1))
    return rows, p / p.sum(axis=1, keepdims=True)


@pytest.mark.parametrize(("name", "number"), [("accuracy", 2), ("f1", 2), ("balanced_accuracy", 4)])
def test_a_tilt_is_undone_on_rows_that_were_not_seen(name, number):
    metric = metrics.catalog.make(name)
    rows, p = _tilted(2_000, number)
    scales = learn_scales(p, rows, metric, 0)
    assert scales is not None
    unseen, q = _tilted(2_000, number, seed=1)
    assert metric.loss(unseen, q * scales) < metric.loss(unseen, q) - 0.03


def test_decide_takes_the_scaled_class():
    blend = Blend(np.ones(1), np.array([0.3, 0.7]))
    p = np.array([[0.65, 0.35], [0.8, 0.2]])
    labels = blend.decide(p)
    assert labels is not None
    assert labels.tolist() == [1, 0]
    assert Blend(np.ones(1)).decide(p) is None


@pytest.mark.parametrize("number", [2, 5])
def test_what_gains_no_more_than_chance_is_left_alone(number):
    metric, kept = metrics.catalog.make("accuracy"), 0
    for seed in range(10):
        rows, predictions = classes([1.0], number, 200, seed)
        kept += learn_scales(predictions[0], rows, metric, seed) is not None
    assert kept <= 4


def test_there_is_nothing_to_learn_for_ranks_numbers_or_few_rows():
    rows, p = _tilted(100)
    assert learn_scales(p, rows, metrics.catalog.make("roc_auc"), 0) is None
    assert learn_scales(p[:9], rows.at(np.arange(9)), metrics.catalog.make("f1"), 0) is None


def test_groups_stay_whole_and_seeds_repeat():
    rows, p = _tilted(400)
    grouped = Rows(rows.y, groups=np.arange(400) // 4)
    metric = metrics.catalog.make("f1")
    one, two = (learn_scales(p, grouped, metric, 5) for _ in range(2))
    assert one is not None
    assert two is not None
    assert one.tolist() == two.tolist()
