"""Extreme numbers become less so."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import dense_names
from fitwright.features._moments import quantiles
from fitwright.features.step import Stage, Step
from fitwright.space import Float, Space


@dataclass
class Winsorise(Step):
    """Cut numbers to the range in which all but the smallest and largest few of the rows learned from lie.

    Booleans and sparse columns are left alone; missing values stay missing, infinite ones become the end of
    the range.  Weights count as in a table where rows are repeated.

    Parameters
    ----------
    share : of the rows that are cut at each end.

    References
    ----------
    J. W. Tukey, "The future of data analysis", 1962.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("debt",), np.array([[1.0], [2.0], [3.0], [900.0]])))
    >>> Winsorise(share=0.3).fit(table, Rows(), None, 0).transform(table).matrix().ravel().tolist()
    [2.0, 2.0, 3.0, 3.0]
    """

    share: float = 0.01
    stage: ClassVar[Stage] = "clean"
    readable: ClassVar[bool] = True

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(dense_names(table, "number"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(share=Float(0.001, 0.1, log=True, default=0.01))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = dense_names(table, "number")
        ends = quantiles(table.numbers(self.names_), rows.weights, (self.share, 1 - self.share))
        self.low_, self.high_ = np.nan_to_num(ends[0], nan=-np.inf), np.nan_to_num(ends[1], nan=np.inf)
        return self

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        values = table.numbers(self.names_)
        np.clip(values, self.low_, self.high_, out=values)
        return table.replace((), Numbers(tuple(self.names_), values))
