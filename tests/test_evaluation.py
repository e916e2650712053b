"""Metrics come with pictures that notebooks show."""

import numpy as np

from fitwright.evaluation import CLASSES, Evaluation, calibration, confusion, learning, searched


def test_it_is_a_mapping_that_prints_and_shows():
    figures = confusion(np.array([0, 1, 1]), np.array([0, 1, 0]), ["<no>", "yes"])
    evaluation = Evaluation({"accuracy": 2 / 3, "f1": 0.5}, figures)
    assert dict(evaluation) == {"accuracy": 2 / 3, "f1": 0.5}
    assert repr(evaluation).splitlines()[0].split() == ["accuracy", "0.66667"]
    page = evaluation._repr_html_()
    assert "<svg" in page
    assert "<no>" not in page


def test_counts_of_a_confusion_are_true_by_predicted():
    svg = confusion(np.array([0, 1, 1, 1]), np.array([0, 1, 1, 0]), ["no", "yes"])["confusion"]._repr_svg_()
    assert "yes → no: 1 (33.3%)" in svg
    assert "yes → yes: 2" in svg


def test_too_many_classes_are_not_drawn():
    assert confusion(np.zeros(3), np.zeros(3), list(range(CLASSES + 1))) == {}


def test_calibration_takes_any_number_of_rows():
    for rows in (1, 3, 1000):
        assert "svg" in calibration(np.arange(rows) * 1.0, np.arange(rows) * 2.0)["calibration"]._repr_svg_()


def test_the_search_is_drawn_where_it_is_known():
    assert searched([], "r2") == {}
    assert "r2" in searched([[0.1, 0.2], [3.0, 0.5]], "r2")["search"]._repr_svg_()


def test_learning_is_drawn_from_two_points_on():
    assert learning([[800.0, 0.7, 0.01]], "roc_auc") == {}
    svg = learning([[100.0, 0.6, 0.03], [800.0, 0.7, 0.01]], "roc_auc")["learning"]._repr_svg_()
    assert "rows learned from" in svg
