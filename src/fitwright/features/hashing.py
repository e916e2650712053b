"""Categories with any number of levels become a given number of columns."""

import hashlib
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import MISSING, Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import free_names
from fitwright.features._levels import Slots
from fitwright.features.step import Stage, Step
from fitwright.space import Int, Space


@dataclass
class Hashing(Step):
    """Replace categories by a few columns, to which each level adds 1 or -1 at a place made of its name.

    For many levels where `onehot` would be too wide; levels that share a place are told apart by their other
    columns or not at all.  Missing has a place; a level that the table learned from does not name adds
    nothing.

    Parameters
    ----------
    columns : how many are made, for all categories together.

    References
    ----------
    K. Weinberger et al., "Feature hashing for large scale multitask learning", 2009.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Codes
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> codes = np.array([[1], [1], [0], [-1]], np.int32)
    >>> table = Table.of(Codes(("city",), codes, (("Bonn", "Rome"),)))
    >>> made = Hashing(columns=8).fit(table, Rows(), None, 0).transform(table).matrix()
    >>> made.shape, np.abs(made).sum(1).tolist()
    ((4, 8), [1.0, 1.0, 1.0, 1.0])
    """

    columns: int = 64
    stage: ClassVar[Stage] = "encode"

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("category"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(columns=Int(16, 256, log=True, default=64))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = list(table.having("category"))
        slots = Slots.of(table, self.names_)
        self.sizes_ = slots.sizes
        self.place_ = np.zeros(slots.starts[-1], np.int64)  # (slots,)
        self.sign_ = np.zeros(slots.starts[-1])  # (slots,) 0 for unseen
        levels = [table.levels(name) for name in self.names_]
        for slot, (column, code) in enumerate(zip(slots.column.tolist(), slots.code.tolist(), strict=True)):
            if code < len(levels[column]):
                level = "" if code == MISSING else levels[column][code]
                self.place_[slot], self.sign_[slot] = self._at(f"{self.names_[column]}\0{level}")
        wanted = [f"hash {i + 1}" for i in range(self.columns)] if self.names_ else []
        self.made_ = free_names(wanted, table)
        return self

    def _at(self, word: str) -> tuple[int, float]:
        """Its column and its sign, the same on every machine."""
        number = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
        return (number >> 1) % self.columns, 1.0 if number & 1 else -1.0

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        found = Slots(self.sizes_).find(table.codes(self.names_))  # (rows, categories)
        values = np.zeros((len(table), len(self.made_)), order="F")
        each = np.arange(len(table))
        for column in found.T:
            values[each, self.place_[column]] += self.sign_[column]
        return table.replace(self.names_, Numbers(tuple(self.made_), values))
