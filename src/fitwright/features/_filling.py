"""What all imputations share: holes in numbers are filled, infinite values become the largest seen."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import Block, Numbers, Sparse
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Role, Table
from fitwright.core.task import Task
from fitwright.features._columns import NUMERIC, dense_names, free_names, parts, sparse_names
from fitwright.features.step import Stage, Step
from fitwright.space import Choice, Space


@dataclass
class Filling(Step):
    """Subclass with what to put into the holes; in sparse columns, which are mostly 0, that is always 0.

    Parameters
    ----------
    indicators : add boolean columns "<name> missing" for dense columns with holes when fitted, one for all
        columns that miss the same rows.
    """

    indicators: bool = True
    stage: ClassVar[Stage] = "encode"
    readable: ClassVar[bool] = True

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having(*NUMERIC))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(indicators=Choice((True, False)))

    @abstractmethod
    def fill(self, values: Floats, weights: Floats | None) -> Floats:
        """(columns,) what holes become, from (rows, columns); NaN where nothing is known (it becomes 0)."""

    def refine(self, values: Floats, holes: NDArray[np.bool_]) -> Floats:
        """(rows, columns) with a better guess where there were holes, row by row; may write into `values`."""
        return values

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_, self.sparse_ = dense_names(table, *NUMERIC), sparse_names(table, *NUMERIC)
        values = table.numbers(self.names_)
        count = len(self.names_)
        self.fill_, self.low_, self.high_ = np.zeros(count), np.zeros(count), np.zeros(count)
        for part in parts(*values.shape) if len(values) else ():
            some = values[:, part]
            known = np.isfinite(some)
            self.low_[part] = np.min(some, 0, where=known, initial=np.inf)
            self.high_[part] = np.max(some, 0, where=known, initial=-np.inf)
            self.fill_[part] = self.fill(np.where(known, some, np.nan), rows.weights)
        empty = self.low_ > self.high_
        self.low_[empty] = self.high_[empty] = 0
        self.fill_[np.isnan(self.fill_)] = 0
        flags = [table.roles[name] == "boolean" for name in self.names_]
        self.fill_[flags] = np.floor(self.fill_[flags])
        self.holed_ = _patterns(values) if self.indicators else np.zeros(0, np.int64)
        self.made_ = free_names((f"{self.names_[i]} missing" for i in self.holed_), table)
        return self

    def transform(self, table: Table) -> Table:
        come: list[Block] = []
        if self.names_:
            values = table.numbers(self.names_)
            holes = np.isnan(values)
            np.copyto(values, self.fill_, where=holes)
            if np.isinf(values).any():
                np.copyto(values, self.high_, where=np.isposinf(values))
                np.copyto(values, self.low_, where=np.isneginf(values))
            come.append(Numbers(tuple(self.names_), self.refine(values, holes)))
            if self.made_:
                come.append(Numbers(tuple(self.made_), holes[:, self.holed_].astype(np.float64, order="F")))
        if self.sparse_:
            csr = table.keep(self.sparse_).sparse()
            csr.data = np.where(np.isfinite(csr.data), csr.data, 0.0)
            come.append(Sparse(tuple(self.sparse_), csr))
        roles: dict[str, Role] = {name: table.roles[name] for name in (*self.names_, *self.sparse_)}
        return table.replace((), *come, roles={**roles, **dict.fromkeys(self.made_, "boolean")})


def _patterns(values: Floats) -> NDArray[np.int64]:
    """The columns of (rows, columns) that have holes and values, the first of those with the same holes."""
    first: dict[bytes, int] = {}
    for column in range(values.shape[1]):
        holes = np.isnan(values[:, column])
        if holes.any() and not holes.all():
            first.setdefault(np.packbits(holes).tobytes(), column)
    return np.array([*first.values()], np.int64)
