"""Categories become ranks."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._levels import Slots
from fitwright.features.step import Stage, Step
from fitwright.space import Choice, Space


@dataclass
class Ordinal(Step):
    """Replace each category by the rank of its level, for forests and others that split on numbers.

    Missing is -1.  Levels that the rows learned from do not have come after all others.

    Parameters
    ----------
    by : "frequency" gives the most frequent level 0; "name" ranks by name, numbers in names by their value
        ("<1 year", "1 year", "10 years").

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Codes
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> codes = np.array([[1], [1], [0], [-1]], np.int32)
    >>> table = Table.of(Codes(("city",), codes, (("Bonn", "Rome"),)))
    >>> Ordinal().fit(table, Rows(), None, 0).transform(table).matrix().ravel().tolist()
    [0.0, 0.0, 1.0, -1.0]
    """

    by: Literal["frequency", "name"] = "frequency"
    stage: ClassVar[Stage] = "encode"

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("category"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(by=Choice(("frequency", "name")))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = list(table.having("category"))
        slots = Slots.of(table, self.names_)
        counts = slots.count(slots.find(table.codes(self.names_)))
        seen = slots.is_level & (counts > 0)
        by = (
            counts
            if self.by == "frequency"
            else np.concatenate([_by_name(table, n) for n in self.names_] or [counts])
        )
        after = np.bincount(slots.column[seen], minlength=len(self.names_))[slots.column]
        self.sizes_ = slots.sizes
        self.ranks_ = np.where(seen, slots.rank(np.where(seen, by, 0)), after).astype(np.float64)
        self.ranks_[slots.starts[:-1]] = -1.0  # missing
        return self

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        found = Slots(self.sizes_).find(table.codes(self.names_))
        return table.replace((), Numbers(tuple(self.names_), self.ranks_[found]))


def _by_name(table: Table, name: str) -> NDArray[np.int64]:
    """(slots of the column,) from the number of levels for the first name down to 1 for the last."""
    levels = table.levels(name)
    order = sorted(range(len(levels)), key=lambda code: _natural(levels[code]))
    worth = np.zeros(len(levels) + 2, np.int64)
    worth[1 + np.array(order, np.int64)] = np.arange(len(levels), 0, -1)
    return worth


def _natural(name: str) -> list[tuple[int, Any]]:
    """A key that sorts "9" before "10", and both before words."""
    pieces = re.split(r"(\d+(?:\.\d+)?)", name)
    return [(0, float(p)) if i % 2 else (1, p) for i, p in enumerate(pieces) if p]
