"""Rare levels of categories become one."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import MISSING, Codes
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._levels import Slots
from fitwright.features.step import Stage, Step
from fitwright.space import Int, Space

RARE = "(rare)"


@dataclass
class Rare(Step):
    """Join the levels of a category that have few rows into one level "(rare)", and new levels with them.

    For models that take categories as they are.  Missing stays missing; where nothing was rare among the rows
    learned from, a new level becomes missing.

    Parameters
    ----------
    min_count : rows that a level needs to stay.
    max_levels : levels that stay at most, the most frequent first.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Codes
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> codes = np.array([[1], [1], [0], [-1]], np.int32)
    >>> table = Table.of(Codes(("city",), codes, (("Bonn", "Rome"),)))
    >>> made = Rare(min_count=2).fit(table, Rows(), None, 0).transform(table)
    >>> made.levels("city"), made.codes().ravel().tolist()
    (('Rome', '(rare)'), [0, 0, 1, -1])
    """

    min_count: int = 5
    max_levels: int = 1000
    stage: ClassVar[Stage] = "clean"
    readable: ClassVar[bool] = True

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("category"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(min_count=Int(2, 50, log=True, default=5))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = list(table.having("category"))
        slots = Slots.of(table, self.names_)
        counts = slots.count(slots.find(table.codes(self.names_)))
        kept = slots.is_level & (counts >= self.min_count) & (slots.rank(counts) < self.max_levels)
        rare = slots.is_level & (counts > 0) & ~kept
        self.sizes_ = slots.sizes
        self.codes_ = np.full(len(counts), MISSING, np.int32)  # (slots,) the new code of each
        self.levels_: list[list[str]] = []
        for column, name in enumerate(self.names_):
            part = slice(slots.starts[column], slots.starts[column + 1])
            levels, stay = table.levels(name), np.flatnonzero(kept[part])
            new = np.full(slots.sizes[column] + 2, len(stay) if rare[part].any() else MISSING, np.int32)
            new[0], new[stay] = MISSING, np.arange(len(stay))
            self.codes_[part] = new
            self.levels_.append(
                [levels[code - 1] for code in stay] + [_rare(levels)] * bool(rare[part].any())
            )
        return self

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        codes = self.codes_[Slots(self.sizes_).find(table.codes(self.names_))]
        return table.replace((), Codes(tuple(self.names_), codes, tuple(map(tuple, self.levels_))))


def _rare(levels: tuple[str, ...]) -> str:
    """A name that no level bears."""
    name = RARE
    while name in levels:
        name += "'"
    return name
