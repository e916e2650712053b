"""Somebody else's function as a metric."""

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, get_scorer, log_loss, roc_auc_score

from fitwright import tasks
from fitwright.core.errors import SettingError
from fitwright.metrics import Metric
from tests.metrics._expect import asked

LETTERS = tasks.infer(["a", "b", "c"])
YES = tasks.infer(["no", "yes"])


def test_a_function_sees_the_users_labels():
    seen = []

    def cost(true, found):
        seen.append((set(true), set(found)))
        return float((true != found).mean())

    rows, p = asked(3)
    metric = Metric.of(cost, higher_is_better=False).bind(LETTERS, rows)
    assert metric.label_based
    assert metric.loss(rows, p) == metric.score(rows, p) == (rows.y != p.argmax(axis=1)).mean()
    assert seen[0] == ({"a", "b", "c"}, {"a", "b", "c"})


def test_a_function_sees_probabilities_where_it_needs_them():
    rows, p = asked(2)
    metric = Metric.of(roc_auc_score, needs="proba")
    assert metric.score(rows, p) == pytest.approx(roc_auc_score(rows.y, p[:, 1], sample_weight=rows.weights))
    rows, p = asked(3)
    assert Metric.of(log_loss, needs="proba").score(rows, p) == pytest.approx(
        log_loss(rows.y, p, sample_weight=rows.weights)
    )
    assert not metric.label_based


@pytest.mark.parametrize(("name", "classes"), [("neg_log_loss", 2), ("roc_auc_ovo", 3), ("accuracy", 3)])
def test_a_scorer_is_shown_an_estimator(name, classes):
    rows, p = asked(classes, weights=False)
    expected = {"neg_log_loss": -log_loss(rows.y, p), "accuracy": accuracy_score(rows.y, p.argmax(axis=1))}
    if classes == 3:
        expected["roc_auc_ovo"] = roc_auc_score(rows.y, p, multi_class="ovo")
    bound = Metric.of(get_scorer(name)).bind(YES if classes == 2 else LETTERS, rows)
    assert bound.score(rows, p) == pytest.approx(expected[name])


def test_a_scorer_judges_numbers():
    rows, p = asked(1)
    expected = -np.average(np.abs(rows.answers - p[:, 0]), weights=rows.weights)
    assert Metric.of(get_scorer("neg_mean_absolute_error")).score(rows, p) == pytest.approx(expected)


def test_numbers_are_no_labels():
    rows, p = asked(1)
    metric = Metric.of(lambda true, found: -abs(true - found).max())
    assert not metric.bind(tasks.infer([0.5, 1.5]), rows).label_based
    assert metric.score(rows, p) == -np.abs(rows.answers - p[:, 0]).max()


def test_what_cannot_be_called_is_refused():
    with pytest.raises(SettingError, match="function"):
        Metric.of("rmse")  # type: ignore[arg-type]  # what a user may type
    with pytest.raises(SettingError, match="labels, proba or estimator"):
        Metric.of(accuracy_score, needs="classes")  # type: ignore[arg-type]  # as above
