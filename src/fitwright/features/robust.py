"""Numbers of like size, whatever a few extreme ones do."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import dense_names
from fitwright.features._moments import moments, quantiles
from fitwright.features.step import Stage, Step
from fitwright.space import Choice, Space


@dataclass
class Robust(Step):
    """Scale numbers to median 0 and to 1 between the quartiles, over the rows learned from.

    Where the quartiles are equal the standard deviation serves.  Booleans and sparse columns are left alone,
    missing values stay missing.  Weights count as in a table where rows are repeated.

    Parameters
    ----------
    smooth : bend what is far out towards 3 and -3: x / sqrt(1 + (x / 3)²).

    References
    ----------
    D. Holzmüller et al., "Better by default" (for the bend), 2024.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("age",), np.array([[20.0], [30.0], [40.0], [50.0], [999.0]])))
    >>> Robust().fit(table, Rows(), None, 0).transform(table).matrix().ravel().tolist()
    [-1.0, -0.5, 0.0, 0.5, 47.95]
    """

    smooth: bool = False
    stage: ClassVar[Stage] = "encode"
    readable: ClassVar[bool] = True

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(dense_names(table, "number"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(smooth=Choice((False, True)))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = dense_names(table, "number")
        values = table.numbers(self.names_)
        low, middle, high = np.nan_to_num(quantiles(values, rows.weights, (0.25, 0.5, 0.75)))
        between = high - low
        self.middle_ = middle
        self.scale_ = np.where(between > 0, between, moments(values, rows.weights)[1])
        return self

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        values = table.numbers(self.names_)
        values -= self.middle_
        values /= self.scale_
        if self.smooth:
            values = 3 * np.sin(np.arctan(values / 3))  # the same, and right for infinite values
        return table.replace((), Numbers(tuple(self.names_), values))
