"""Numbers from 0 to 1."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import dense_names
from fitwright.features.step import Stage, Step


@dataclass
class MinMax(Step):
    """Scale numbers so that the smallest of the rows learned from is 0, and the largest 1.

    What lies beyond is cut to 0 or 1, infinite values too.  Booleans and sparse columns are left alone,
    missing values stay missing, and a column of one value becomes 0.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("age",), np.array([[20.0], [40.0], [60.0], [np.nan]])))
    >>> MinMax().fit(table, Rows(), None, 0).transform(table).matrix().ravel().tolist()
    [0.0, 0.5, 1.0, nan]
    """

    stage: ClassVar[Stage] = "encode"
    readable: ClassVar[bool] = True

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(dense_names(table, "number"))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = dense_names(table, "number")
        values = table.numbers(self.names_)
        known = np.isfinite(values)
        if rows.weights is not None and rows.weights.any():
            known &= (rows.weights > 0)[:, None]
        self.low_ = np.min(values, 0, where=known, initial=np.inf)
        self.high_ = np.max(values, 0, where=known, initial=-np.inf)
        empty = self.low_ > self.high_
        self.low_[empty] = self.high_[empty] = 0.0
        return self

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        values = table.numbers(self.names_)
        np.clip(values, self.low_, self.high_, out=values)
        values -= self.low_
        values /= np.where(self.high_ > self.low_, self.high_ - self.low_, 1.0)
        return table.replace((), Numbers(tuple(self.names_), values))
