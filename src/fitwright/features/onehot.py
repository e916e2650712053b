"""Categories become columns of 0 and 1."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import MISSING, Block, Numbers, Sparse
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import free_names
from fitwright.features._levels import Ints, Slots
from fitwright.features.step import Stage, Step
from fitwright.space import Int, Space

NOWHERE = -1


@dataclass
class Onehot(Step):
    """Replace each category by one boolean column a level: "city=Rome".

    Missing gets a column "city missing"; the levels that are rare, or too many, share "city rare"; a level
    that the rows learned from do not have is 0 everywhere.  What would be 1 in every row is left out.

    Parameters
    ----------
    min_count : rows that a level (or missing, or all rare ones together) needs for a column of its own.
    max_levels : columns for levels of one category, the most frequent first.
    wide : from so many columns on the result is a sparse block.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Codes
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> codes = np.array([[1], [1], [0], [-1]], np.int32)
    >>> table = Table.of(Codes(("city",), codes, (("Bonn", "Rome"),)))
    >>> made = Onehot().fit(table, Rows(), None, 0).transform(table)
    >>> made.names
    ('city=Bonn', 'city=Rome', 'city missing')
    >>> made.matrix().tolist()
    [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """

    min_count: int = 1
    max_levels: int = 1000
    wide: int = 200
    stage: ClassVar[Stage] = "encode"
    readable: ClassVar[bool] = True

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("category"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(min_count=Int(1, 30, log=True, default=1))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = list(table.having("category"))
        slots = Slots.of(table, self.names_)
        counts = slots.count(slots.find(table.codes(self.names_)))
        within = self._within(slots, counts)
        shown = np.flatnonzero(within != NOWHERE)
        key = slots.column[shown] * (slots.sizes.max(initial=0) + 2) + within[shown]
        _, first, to = np.unique(key, return_index=True, return_inverse=True)
        some = np.bincount(to, counts[shown], len(first)) < len(table)  # what is always 1 says nothing
        self.to_ = np.full(len(counts), NOWHERE, np.int64)  # (slots,) the column made for it
        self.to_[shown] = np.where(some, np.cumsum(some) - 1, NOWHERE)[to]
        self.sizes_ = slots.sizes
        at = shown[first[some]]
        made = zip(slots.column[at].tolist(), within[at].tolist(), strict=True)
        self.made_ = free_names((_name(table, self.names_[c], place) for c, place in made), table)
        return self

    def _within(self, slots: Slots, counts: NDArray[Any]) -> Ints:
        """(slots,) the place of its column among those of its category: levels, then rare, then missing."""
        size, least = slots.sizes[slots.column], max(self.min_count, 1)
        kept = slots.is_level & (counts >= least) & (slots.rank(counts) < self.max_levels)
        rare = slots.is_level & (counts > 0) & ~kept
        rare &= np.bincount(slots.column, counts * rare, len(slots.sizes))[slots.column] >= least
        missing = (slots.code == MISSING) & (counts >= least)
        return np.select([kept, rare, missing], [slots.code, size, size + 1], NOWHERE)

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        to = self.to_[Slots(self.sizes_).find(table.codes(self.names_))]  # (rows, categories)
        shape, names = (len(table), len(self.made_)), tuple(self.made_)
        come: Block
        if len(names) < self.wide:
            values = np.zeros(shape, order="F")
            row, _ = np.nonzero(to != NOWHERE)
            values[row, to[to != NOWHERE]] = 1.0
            come = Numbers(names, values)
        else:
            come = Sparse(names, _csr(to, shape))
        return table.replace(self.names_, come, roles=dict.fromkeys(names, "boolean"))


def _csr(to: Ints, shape: tuple[int, int]) -> Any:
    """A 1 in each row at its columns, which rise from one category to the next."""
    from scipy.sparse import csr_matrix

    there = to != NOWHERE
    ends = np.concatenate([np.zeros(1, np.int64), np.cumsum(there.sum(1))])
    columns = to[there]  # row by row
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)


def _name(table: Table, name: str, place: int) -> str:
    levels = table.levels(name)
    return (
        f"{name}={levels[place]}"
        if place < len(levels)
        else f"{name} {('rare', 'missing')[place - len(levels)]}"
    )
