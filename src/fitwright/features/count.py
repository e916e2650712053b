"""Categories become how often their level comes."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._levels import Slots
from fitwright.features.step import Stage, Step
from fitwright.space import Choice, Space


@dataclass
class Count(Step):
    """Replace each category by the share of the rows learned from that have its level.

    Missing is a level of its own; a level that the rows learned from do not have is 0.  Levels that come
    equally often become one, so a model learns whether a level is usual, not which it is.  Weights count.

    Parameters
    ----------
    log : the logarithm of the number of rows, plus 1, instead of the share.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Codes
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> codes = np.array([[1], [1], [0], [-1]], np.int32)
    >>> table = Table.of(Codes(("city",), codes, (("Bonn", "Rome"),)))
    >>> Count().fit(table, Rows(), None, 0).transform(table).matrix().ravel().tolist()
    [0.5, 0.5, 0.25, 0.25]
    """

    log: bool = False
    stage: ClassVar[Stage] = "encode"

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("category"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(log=Choice((False, True)))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = list(table.having("category"))
        slots = Slots.of(table, self.names_)
        counts = slots.count(slots.find(table.codes(self.names_)), rows.weights).astype(np.float64)
        counts[slots.starts[1:] - 1] = 0.0  # unseen
        total = float(len(table) if rows.weights is None else rows.weights.sum())
        self.sizes_ = slots.sizes
        self.worth_ = np.log1p(counts) if self.log else counts / max(total, 1e-300)  # (slots,)
        return self

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        found = Slots(self.sizes_).find(table.codes(self.names_))
        return table.replace((), Numbers(tuple(self.names_), self.worth_[found]))
