"""Rare classes count for more while learning."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features.step import Stage, Step
from fitwright.space import Float, Space


@dataclass
class Balance(Step):
    """Weigh the rows learned from by (rows of a class on average / rows of their class) to a power.

    With power 1 all classes weigh the same, with 0 nothing changes; the mean weight stays.  The table stays
    as it is, and judged rows are never weighed.  Good for metrics that look at classes alike (balanced
    accuracy, macro F1); probabilities shift towards the rare classes, which log loss punishes.  Targets that
    are numbers change nothing.

    Parameters
    ----------
    power : from 0 to 1.

    References
    ----------
    G. King, L. Zeng, "Logistic regression in rare events data", 2001.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> from fitwright.tasks.binary import Binary
    >>> task = Binary.of(np.array(["no", "no", "no", "yes"]))
    >>> table, rows = Table.of(Numbers(("a",), np.zeros((4, 1)))), Rows(np.array([0, 0, 0, 1]))
    >>> Balance().reweigh(table, rows, task, 0).weights.round(2).tolist()
    [0.67, 0.67, 0.67, 2.0]
    """

    power: float = 1.0
    stage: ClassVar[Stage] = "clean"
    readable: ClassVar[bool] = True

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return False  # no table gives it anything to change: it weighs rows

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(power=Float(0.0, 1.0, default=1.0)) if task.classifies else Space()

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        return self

    def transform(self, table: Table) -> Table:
        return table

    def reweigh(self, table: Table, rows: Rows, task: Task, seed: int) -> Rows:
        if not task.classifies or rows.answers.ndim > 1 or not len(rows):
            return rows
        weights = np.ones(len(rows)) if rows.weights is None else rows.weights
        held = np.bincount(rows.answers.astype(np.intp), weights)  # (classes,)
        rare = np.divide(held.sum(), held, out=np.zeros_like(held), where=held > 0) ** self.power
        weighed = weights * rare[rows.answers.astype(np.intp)]
        total = weighed.sum()
        return rows.weighted(weighed * (weights.sum() / total)) if total > 0 else rows
