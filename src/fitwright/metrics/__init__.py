"""How good a prediction is: metrics, one a file."""

from typing import Any

from fitwright.core.catalog import Catalog
from fitwright.core.task import Task
from fitwright.metrics._error import standard_error
from fitwright.metrics._resolve import find
from fitwright.metrics._resolve import fitting as _fitting
from fitwright.metrics._resolve import name_of as _name_of
from fitwright.metrics.metric import Metric

__all__ = ["Metric", "catalog", "fitting", "name_of", "resolve", "standard_error"]

catalog: Catalog[Metric] = Catalog(__name__, Metric)


def resolve(metric: Any, task: Task) -> Metric:
    """The metric that the user means, if it can judge this task.

    Parameters
    ----------
    metric : one of our names; the name of a scikit-learn scorer, or the scorer; a `Metric`; a function
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


def fitting(task: Task) -> list[str]:
    """Names of our own metrics that can judge this task."""
    return _fitting(catalog, task)


def name_of(metric: Metric) -> str:
    """What to call a metric before people: its name, and settings that differ from the usual."""
    return _name_of(catalog, metric)
