"""The best alone."""

import pytest

from fitwright import metrics
from fitwright.ensemble.best import Best
from tests.ensemble._expect import classes, numbers


def test_all_the_weight_is_on_the_best():
    rows, predictions = numbers([2.0, 0.5, 1.0])
    blend = Best().fit(predictions, rows, metrics.catalog.make("rmse"), 0)
    assert blend.weights.tolist() == [0.0, 1.0, 0.0]
    assert blend.scales is None
    assert blend.narrow().apply(predictions[[1]]).tolist() == predictions[1].tolist()


def test_of_equals_the_first_is_taken():
    rows, predictions = numbers([1.0])
    blend = Best().fit(predictions[[0, 0]], rows, metrics.catalog.make("mae"), 0)
    assert blend.weights.tolist() == [1.0, 0.0]


def test_labels_get_their_threshold():
    rows, predictions = classes([2.0], count=2_000, shares=[0.95, 0.05])
    metric = metrics.catalog.make("f1")
    blend = Best().fit(predictions, rows, metric, 0)
    assert blend.scales is not None
    assert blend.scales.sum() == pytest.approx(1)
