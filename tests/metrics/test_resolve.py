"""From what the user said to a metric that fits the task."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, get_scorer, jaccard_score, make_scorer, mean_pinball_loss

from fitwright import metrics, tasks
from fitwright.core.errors import SettingError, UnknownName
from fitwright.core.rows import Rows
from fitwright.metrics import Metric, fitting, known, name_of, resolve, usual
from fitwright.metrics._resolve import NEGATED, SAME
from tests.metrics._expect import asked, positive

BINARY = tasks.infer(["no", "yes"])
CODED = tasks.infer([0, 1])
SEVERAL = tasks.infer(["a", "b", "c"])
NUMBERS = tasks.infer([0.5, 1.5])
LABELS = (
    "accuracy", "average_precision", "balanced_accuracy", "brier", "cohen_kappa", "cost_matrix",
    "expected_calibration_error", "f1", "fbeta", "log_loss", "matthews", "precision", "recall", "roc_auc",
)  # fmt: skip


@pytest.mark.parametrize(
    ("task", "names"),
    [
        (BINARY, LABELS),
        (SEVERAL, sorted([*LABELS, "top_k_accuracy"])),
        (
            NUMBERS,
            [
                "explained_variance",
                "mae",
                "mape",
                "max_error",
                "median_error",
                "pinball",
                "poisson_deviance",
                "r2",
                "rmse",
                "rmsle",
                "smape",
                "tweedie_deviance",
            ],
        ),
    ],
    ids=lambda given: getattr(given, "kind", ""),
)
def test_each_task_has_its_metrics(task, names):
    assert fitting(task) == list(names)
    assert task.metric in usual(task)
    assert set(usual(task)) < set(names)
    assert name_of(resolve(None, task)) == task.metric
    for name in names:
        assert name_of(resolve(name, task)) == name


@pytest.mark.parametrize(
    ("word", "task"),
    [("rmse", BINARY), ("roc_auc", NUMBERS), ("neg_mean_squared_error", SEVERAL), ("jaccard", SEVERAL)],
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


@pytest.mark.parametrize("name", sorted(theirs for theirs, _, _ in NEGATED))
def test_scikit_learns_names_for_ours_keep_their_sign(name):
    task = BINARY if name in ("neg_log_loss", "neg_brier_score") else NUMBERS
    rows, p = asked(2) if task is BINARY else positive()
    metric = resolve(name, task).bind(task, rows)
    assert name_of(metric) == name
    assert metric.higher_is_better
    assert metric.score(rows, p) == pytest.approx(-metric.loss(rows, p))
    plain = Rows(rows.y)
    assert metric.score(plain, p) == pytest.approx(Metric.of(get_scorer(name)).score(plain, p))


@pytest.mark.parametrize("name", sorted(theirs for theirs, _, _ in SAME))
def test_scikit_learns_names_for_settings_of_ours(name):
    rows, p = asked(3)
    plain = Rows(rows.y)
    assert resolve(name, SEVERAL).score(plain, p) == pytest.approx(
        Metric.of(get_scorer(name)).score(plain, p)
    )


def test_settings_are_said_in_parentheses():
    assert name_of(resolve("fbeta(beta=0.5, average='macro')", SEVERAL)) == "fbeta(average='macro', beta=0.5)"
    for wrong in (
        "fbeta(0.5)",
        "fbeta(beta=",
        "fbeta(beta=0.5) or 1",
        "fbeta.x(beta=1)",
    ):
        with pytest.raises(SettingError, match="Expected a name with its settings"):
            resolve(wrong, SEVERAL)
    with pytest.raises(SettingError, match="knows average, beta; got gamma"):
        resolve("fbeta(gamma=1)", SEVERAL)
    with pytest.raises(SettingError, match="another type than beta='high'"):
        resolve("fbeta(beta='high')", SEVERAL)


def test_a_name_that_was_given_is_known_again():
    rows, p = asked(3)
    metric = resolve("fbeta(beta=0.5)", SEVERAL)
    again = known(name_of(metric), SEVERAL, rows)
    assert again is not None
    assert again.score(rows, p) == metric.score(rows, p)
    for strange in ("<lambda>", "rmse", "my_cost(3)"):
        assert known(strange, SEVERAL, rows) is None


def test_averages_are_settings():
    assert name_of(resolve("f1_macro", BINARY)) == "f1(average='macro')"
    assert name_of(resolve("roc_auc_ovr", SEVERAL)) == "roc_auc"


def test_a_scorer_that_wants_1_for_the_positive_label_is_shown_codes():
    rows, p = asked(2)
    expected = jaccard_score(rows.y, p.argmax(axis=1), sample_weight=rows.weights)
    for task in (BINARY, CODED):
        metric = resolve("jaccard", task)
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
