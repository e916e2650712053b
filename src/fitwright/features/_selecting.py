"""What all selections share: dense numbers are judged on the rows learned from, the rest stays."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import NUMERIC, dense_names
from fitwright.features._moments import even, learn_even
from fitwright.features._projecting import chosen
from fitwright.features.step import Stage, Step

FEW = 10
"""With fewer rows nothing is judged, and all columns stay."""


@dataclass
class Selecting(Step):
    """Subclass with which numbers to keep, by their evened values; where none is worth it, all stay.

    Evened: mean 0, standard deviation 1, missing as the mean.  Categories, dates, texts and sparse columns
    are not judged and stay: a selection belongs behind the steps that turn them into numbers.
    """

    stage: ClassVar[Stage] = "select"
    readable: ClassVar[bool] = True
    most: ClassVar[int] = 20_000
    """Rows that are looked at, drawn at random."""

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return len(dense_names(table, *NUMERIC)) > 1

    @abstractmethod
    def choose(self, x: Floats, rows: Rows, task: Task, seed: int) -> NDArray[np.bool_]:
        """(columns,) which of evened (rows, columns) are worth keeping."""

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.gone_: list[str] = []
        names, weights = dense_names(table, *NUMERIC), rows.weights
        counted = np.arange(len(table)) if weights is None else np.flatnonzero(weights)
        if len(names) < 2 or len(counted) < FEW:
            return self
        some = counted[chosen(len(counted), self.most, seed)]
        values = table.at(some).numbers(names)
        rows = rows.at(some)
        x = np.asfortranarray(even(values, learn_even(values, rows.weights)))
        kept = self.choose(x, rows, task, seed)
        if kept.any():
            self.gone_ = [name for name, stays in zip(names, kept.tolist(), strict=True) if not stays]
        return self

    def transform(self, table: Table) -> Table:
        gone = set(self.gone_)
        return table.keep([name for name in table.names if name not in gone]) if gone else table
