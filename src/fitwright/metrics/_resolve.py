"""From what the user said to a metric that fits the task."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from fitwright.core.catalog import Catalog
from fitwright.core.errors import SettingError, UnknownName
from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics._mirror import Mirror
from fitwright.metrics.metric import Metric, Outside

SAME: tuple[tuple[str, str, dict[str, Any]], ...] = (
    *(
        (f"{name}_{average}", name, {"average": average})
        for name in ("f1", "precision", "recall")
        for average in ("macro", "micro", "weighted")
    ),
    ("matthews_corrcoef", "matthews", {}),
    ("roc_auc_ovr", "roc_auc", {}),
)
"""scikit-learn's name, ours, and its settings."""
NEGATED: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("neg_brier_score", "brier", {}),
    ("neg_log_loss", "log_loss", {}),
    ("neg_max_error", "max_error", {}),
    ("neg_mean_absolute_error", "mae", {}),
    ("neg_mean_absolute_percentage_error", "mape", {}),
    ("neg_mean_gamma_deviance", "tweedie_deviance", {"power": 2.0}),
    ("neg_mean_poisson_deviance", "poisson_deviance", {}),
    ("neg_median_absolute_error", "median_error", {}),
    ("neg_root_mean_squared_error", "rmse", {}),
    ("neg_root_mean_squared_log_error", "rmsle", {}),
)
REFUSALS = (TypeError, ValueError, LookupError, ArithmeticError, AttributeError)
"""What functions raise that cannot judge what they are given."""


def find(catalog: Catalog[Metric], wanted: Any, task: Task) -> Metric:
    """See `fitwright.metrics.resolve`."""
    metric = _named(catalog, wanted) if isinstance(wanted, str) else _given(wanted)
    if not set(metric.kinds) & set(task.kinds):
        raise _misfit(catalog, name_of(catalog, metric), task)
    if isinstance(metric, Outside):
        return _tried(catalog, metric, task)
    return metric


def known(catalog: Catalog[Metric], name: str, task: Task, rows: Rows) -> Metric | None:
    """See `fitwright.metrics.known`."""
    try:
        metric = find(catalog, name, task)
    except SettingError:
        return None
    try:
        return metric.bind(task, rows)
    except SettingError:  # these rows are not those that it was asked for
        return metric


def fitting(catalog: Catalog[Metric], task: Task) -> list[str]:
    """Names of our own metrics that can judge this task."""
    return [name for name in catalog.names() if set(catalog.get(name).kinds) & set(task.kinds)]


def name_of(catalog: Catalog[Metric], metric: Metric) -> str:
    """What to call it before people: its name, and the settings that differ from the usual."""
    if isinstance(metric, Outside | Mirror):
        return metric.name
    name = catalog.name_of(type(metric))
    if not is_dataclass(metric):
        return name
    usual = ((f.name, getattr(metric, f.name), f.default) for f in fields(metric))
    given = ", ".join(f"{name}={value!r}" for name, value, default in usual if value != default)
    return f"{name}({given})" if given else name


def _named(catalog: Catalog[Metric], name: str) -> Metric:
    for theirs, ours, settings in SAME:
        if name == theirs:
            return catalog.make(ours, **settings)
    for theirs, ours, settings in NEGATED:
        if name == theirs:
            own = catalog.make(ours, **settings)
            return Mirror(own, name, own.kinds)
    if "(" in name or name in catalog.names():
        return catalog.make(name)
    from sklearn.metrics import get_scorer, get_scorer_names

    if name in get_scorer_names():
        return Metric.of(get_scorer(name), "estimator", name=name)
    try:
        return catalog.make(name)
    except UnknownName as error:
        raise UnknownName(f"{error} Any of scikit-learn's scorers will do too, or a function.") from error


def _given(wanted: Any) -> Metric:
    if isinstance(wanted, Metric):
        return wanted
    if isinstance(wanted, type) and issubclass(wanted, Metric):
        return wanted()
    if callable(wanted):
        return Metric.of(wanted)
    raise SettingError(f"Expected a metric's name, a Metric, a scorer or a function; got {wanted!r}.")


def _misfit(catalog: Catalog[Metric], name: str, task: Task, why: str = "") -> SettingError:
    choices = ", ".join(fitting(catalog, task))
    return SettingError(f"The metric {name} does not fit a {task.kind} task{why}. These do: {choices}.")


def _tried(catalog: Catalog[Metric], metric: Outside, task: Task) -> Metric:
    """The metric as it can be called: with labels or codes, with weights or without; tried on a few rows."""
    rows, p = _sample(task)
    refused: list[Exception] = []
    for version in _versions(metric, task):
        if version.coded and not any("pos_label" in str(error) for error in refused):
            break  # codes help a function that takes 1 for the positive label; nobody else asked for them
        try:
            value = version.score(rows if version.takes_weights else Rows(rows.y), p)
        except REFUSALS as error:
            refused.append(error)
            continue
        if np.isnan(value):
            raise _misfit(catalog, metric.name, task, ": it gave nan for ordinary predictions")
        return replace(version, label_based=_looks_at_labels(version, p))
    why = f": it raised {type(refused[0]).__name__}: {refused[0]}"
    raise _misfit(catalog, metric.name, task, why) from refused[0]


def _versions(metric: Outside, task: Task) -> Iterator[Outside]:
    """The user's labels first, and weights first where it may take them."""
    bound = replace(metric, task=task)
    for coded in (False, True):
        for takes_weights in (
            (True, False) if metric.takes_weights or metric.needs == "estimator" else (False,)
        ):
            yield replace(bound, coded=coded, takes_weights=takes_weights)


def _sample(task: Task) -> tuple[Rows, Floats]:
    """A few rows of each class, or a few positive numbers, with predictions that are good, not perfect."""
    outputs = len(task.outputs)
    rng = np.random.default_rng(0)
    if not task.classifies:
        y = np.linspace(1, 3, 16)
        return Rows(y, rng.uniform(0.5, 1.5, 16)), np.tile((y + 0.1 * np.sin(9 * y))[:, None], outputs)
    codes = np.arange(8 * outputs) % outputs
    p = rng.uniform(0.2, 1, (len(codes), outputs)) + (codes[:, None] == np.arange(outputs))
    return Rows(codes, rng.uniform(0.5, 1.5, len(codes))), p / p.sum(axis=1, keepdims=True)


def _looks_at_labels(metric: Outside, p: Floats) -> bool:
    """Does it ask for labels and never for probabilities?"""
    if metric.task is None or not metric.task.classifies:
        return False
    if metric.needs != "estimator":
        return metric.needs == "labels"
    asked: list[Any] = []

    def listen(estimator: Any, *more: Any, **weights: Any) -> float:
        asked.append(estimator)
        return metric.function(estimator, *more, **weights)

    codes = np.arange(len(p)) % p.shape[1]
    replace(metric, function=listen, takes_weights=False).score(Rows(codes), p)
    return bool(asked[0].asked == {"labels"})
