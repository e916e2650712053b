"""What mistakes cost, where some cost more than others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.metrics._costs import cheapest
from fitwright.metrics._means import mean
from fitwright.metrics.metric import Metric


@dataclass(frozen=True)
class CostMatrix(Metric):
    """Mean cost of a row, where each row gets the label of least expected cost; lower is better.

    `predict` then answers with those labels too.  Source: Elkan, The foundations of cost-sensitive learning,
    2001.

    Parameters
    ----------
    costs : (classes, classes) what it costs to take a class (row) for a class (column), so that in
        [[0, 1], [5, 0]] a missed positive costs 5 and a false alarm 1.  To be right may cost something, or
        gain (below 0), but never more than to be wrong.  None: every mistake costs 1.
    labels : the classes in the order of `costs`; ascending where None.

    Examples
    --------
    >>> p = np.array([[0.7, 0.3], [0.9, 0.1]])
    >>> CostMatrix([[0, 1], [5, 0]]).score(Rows(np.array([0, 0])), p)
    0.5
    """

    costs: Sequence[Sequence[float]] | None = None
    labels: Sequence[Any] | None = None

    kinds = ("binary", "multiclass")

    def __post_init__(self) -> None:
        if self.costs is not None:
            object.__setattr__(self, "costs", _checked(self.costs))
        if self.labels is not None:
            object.__setattr__(self, "labels", tuple(self.labels))

    def bind(self, task: Task, rows: Rows) -> Self:
        if self.costs is None:
            return self
        if len(self.costs) != len(task.outputs):
            raise SettingError(
                f"Expected a cost for each pair of {len(task.outputs)} classes; got {len(self.costs)} rows "
                "of costs. Give a row and a column for each class."
            )
        if self.labels is None:
            return self
        if set(self.labels) != set(task.outputs) or len(self.labels) != len(task.outputs):
            raise SettingError(
                f"Expected labels of costs to be {list(task.outputs)} in any order; got {list(self.labels)}."
            )
        place = [self.labels.index(label) for label in task.outputs]
        return replace(self, costs=np.asarray(self.costs)[np.ix_(place, place)].tolist(), labels=None)

    def score(self, rows: Rows, p: Floats) -> float:
        return mean(self.each(rows, p), rows)

    def each(self, rows: Rows, p: Floats) -> Floats:
        table = 1 - np.eye(p.shape[1]) if self.costs is None else np.asarray(self.costs, np.float64)
        paid: Floats = table[rows.answers.astype(np.intp), cheapest(p, table)]
        return paid


def _checked(costs: Sequence[Sequence[float]]) -> tuple[tuple[float, ...], ...]:
    """The same as numbers that cannot be changed."""
    try:
        table = np.array(costs, np.float64)
    except (TypeError, ValueError) as error:
        raise SettingError(f"Expected costs as rows of numbers; got {costs!r}.") from error
    if table.ndim != 2 or table.shape[0] != table.shape[1] or len(table) < 2:
        raise SettingError(f"Expected costs with a row and a column for each class; got shape {table.shape}.")
    if not np.isfinite(table).all():
        raise SettingError(f"Expected finite costs; got {table.tolist()}.")
    if (table < np.diagonal(table)[:, None]).any():
        raise SettingError(
            "Expected the least cost of each row on the diagonal, where the class is right; got "
            f"{table.tolist()}. Rows are the true classes, columns the labels given."
        )
    return tuple(map(tuple, table.tolist()))
