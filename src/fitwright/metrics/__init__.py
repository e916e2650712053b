"""How good a prediction is: metrics, one a file."""

from typing import Any

from fitwright.core.catalog import Catalog
from fitwright.core.rows import Rows
from fitwright.core.task import Task
from fitwright.metrics._costs import cheapest
from fitwright.metrics._error import standard_error
from fitwright.metrics._resolve import find
from fitwright.metrics._resolve import fitting as _fitting
from fitwright.metrics._resolve import known as _known
from fitwright.metrics._resolve import name_of as _name_of
from fitwright.metrics.metric import Metric

__all__ = [
    "Metric", "catalog", "cheapest", "fitting", "known", "name_of", "resolve", "standard_error", "usual",
]  # fmt: skip

catalog: Catalog[Metric] = Catalog(__name__, Metric)


def resolve(metric: Any, task: Task) -> Metric:
    """The metric that the user means, if it can judge this task.

    Parameters
    ----------
    metric : one of our names, with settings in parentheses where they are not the usual ones
        ("fbeta(beta=0.5)"); the name of a scikit-learn scorer, or the scorer; a `Metric`; a function
        f(y_true, y_pred) that is greater where it is better; None for the task's usual one.

    Raises
    ------
    UnknownName
        Nobody has a metric of this name.
    SettingError
        It cannot judge this kind of task: those which can are listed.

    Notes
    -----
    A function of the user's, or a scorer, is tried on a few made-up rows: whether it takes weights, and
    whether it wants labels or, where it refuses them, class codes.

    Examples
    --------
    >>> from fitwright.tasks import infer
    >>> task = infer(["yes", "no", "yes"])
    >>> type(resolve("log_loss", task)).__name__, resolve("recall", task).higher_is_better
    ('LogLoss', True)
    """
    return find(catalog, task.metric if metric is None else metric, task)


def known(name: str, task: Task, rows: Rows) -> Metric | None:
    """The metric that `name_of` gave this name, bound to rows where that can be; None where it was a function
    of the user's.
    """
    return _known(catalog, name, task, rows)


def fitting(task: Task) -> list[str]:
    """Names of our own metrics that can judge this task."""
    return _fitting(catalog, task)


def usual(task: Task) -> list[str]:
    """Names of those that `evaluate` shows whatever was asked for."""
    return [name for name in fitting(task) if catalog.get(name).usual]


def name_of(metric: Metric) -> str:
    """What to call a metric before people: its name, and settings that differ from the usual, so that
    `resolve` understands it.
    """
    return _name_of(catalog, metric)
