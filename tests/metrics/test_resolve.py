"""From what the user said to a metric that fits the task."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, get_scorer, make_scorer, mean_pinball_loss, recall_score

from fitwright import metrics, tasks
from fitwright.core.errors import SettingError, UnknownName
from fitwright.core.rows import Rows
from fitwright.metrics import Metric, fitting, name_of, resolve
from tests.metrics._expect import asked

BINARY = tasks.infer(["no", "yes"])
CODED = tasks.infer([0, 1])
SEVERAL = tasks.infer(["a", "b", "c"])
NUMBERS = tasks.infer([0.5, 1.5])


@pytest.mark.parametrize(
    ("task", "names"),
    [
        (BINARY, ["accuracy", "average_precision", "balanced_accuracy", "f1", "log_loss", "roc_auc"]),
        (SEVERAL, ["accuracy", "average_precision", "balanced_accuracy", "f1", "log_loss", "roc_auc"]),
        (NUMBERS, ["mae", "r2", "rmse"]),
    ],
    ids=lambda given: getattr(given, "kind", ""),
)
def test_each_task_has_its_metrics(task, names):
    assert fitting(task) == names
    assert name_of(resolve(None, task)) == task.metric
    for name in names:
        assert name_of(resolve(name, task)) == name


@pytest.mark.parametrize(
    ("word", "task"),
    [("rmse", BINARY), ("roc_auc", NUMBERS), ("neg_mean_squared_error", SEVERAL), ("recall", SEVERAL)],
)
def test_a_misfit_is_said_with_those_that_fit(word, task):
    with pytest.raises(SettingError, match=f"{word} does not fit a {task.kind} task.*{fitting(task)[0]}"):
        resolve(word, task)


def test_a_typo_gets_the_nearest_name():
    with pytest.raises(UnknownName, match=r"Did you mean 'roc_auc'.*scikit-learn"):
        resolve("roc_acu", BINARY)


@pytest.mark.parametrize("given", [3, 1.5, ["rmse"]], ids=str)
def test_what_is_no_metric_is_said(given):
    with pytest.raises(SettingError, match="Expected a metric"):
        resolve(given, NUMBERS)


@pytest.mark.parametrize("name", ["neg_log_loss", "neg_root_mean_squared_error", "neg_mean_absolute_error"])
def test_scikit_learns_names_for_ours_keep_their_sign(name):
    task = BINARY if name == "neg_log_loss" else NUMBERS
    rows, p = asked(len(task.outputs))
    metric = resolve(name, task).bind(task, rows)
    assert name_of(metric) == name
    assert metric.higher_is_better
    assert metric.score(rows, p) == pytest.approx(-metric.loss(rows, p))
    plain = Rows(rows.y)
    assert metric.score(plain, p) == pytest.approx(Metric.of(get_scorer(name)).score(plain, p))


def test_averages_are_settings():
    assert name_of(resolve("f1_macro", BINARY)) == "f1(average='macro')"
    assert name_of(resolve("roc_auc_ovr", SEVERAL)) == "roc_auc"


def test_a_scorer_that_wants_1_for_the_positive_label_is_shown_codes():
    rows, p = asked(2)
    expected = recall_score(rows.y, p.argmax(axis=1), sample_weight=rows.weights)
    for task in (BINARY, CODED):
        metric = resolve("recall", task)
        assert metric.label_based
        assert metric.score(rows, p) == pytest.approx(expected)
    assert resolve(f1_score, BINARY).label_based


def test_a_scorer_of_the_users_own_is_taken_as_it_is():
    worst = make_scorer(lambda y, p: abs(y - p).max(), greater_is_better=False)
    pinball = make_scorer(mean_pinball_loss, alpha=0.9, greater_is_better=False)
    rows, p = asked(1)
    assert resolve(worst, NUMBERS).score(rows, p) == -np.abs(rows.answers - p[:, 0]).max()
    expected = -mean_pinball_loss(rows.answers, p[:, 0], alpha=0.9, sample_weight=rows.weights)
    assert resolve(pinball, NUMBERS).score(rows, p) == pytest.approx(expected)


def test_scorers_on_probabilities_are_not_label_based():
    assert not resolve("neg_brier_score", BINARY).label_based
    assert resolve("matthews_corrcoef", SEVERAL).label_based


def test_a_class_or_an_object_is_a_metric():
    kind = metrics.catalog.get("mae")
    assert isinstance(resolve(kind, NUMBERS), kind)
    assert isinstance(resolve(kind(), NUMBERS), kind)


@pytest.mark.parametrize(
    "function",
    [lambda y, p: "good", lambda y, p: np.array([1.0, 2.0]), lambda y, p: y["a"], lambda y, p: np.nan],
    ids=["text", "array", "raises", "nan"],
)
def test_a_function_that_cannot_judge_is_found_at_once(function):
    with pytest.raises(SettingError, match="does not fit a regression task: it"):
        resolve(function, NUMBERS)
