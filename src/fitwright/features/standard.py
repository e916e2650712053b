"""Numbers of like size: minus the mean, divided by the standard deviation."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from fitwright.core.blocks import Block, Numbers, Sparse
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import dense_names, sparse_names
from fitwright.features._moments import moments
from fitwright.features.step import Stage, Step


@dataclass
class Standard(Step):
    """Scale numbers to mean 0 and standard deviation 1 over the rows learned from, weighed by their weights.

    Booleans stay 0 and 1, so columns made by `onehot` are left alone.  Sparse columns are divided by their
    standard deviation and not centred, so they stay sparse.  Constant columns are only centred.  Missing
    values stay missing; infinite ones are not counted.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("age",), np.array([[20.0], [40.0], [np.nan]])))
    >>> Standard().fit(table, Rows(), None, 0).transform(table).matrix().tolist()
    [[-1.0], [1.0], [nan]]
    """

    stage: ClassVar[Stage] = "encode"
    readable: ClassVar[bool] = True

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("number"))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_, self.sparse_ = dense_names(table, "number"), sparse_names(table, "number")
        self.mean_, self.scale_ = moments(table.numbers(self.names_), rows.weights)
        self.sparse_scale_ = np.ones(len(self.sparse_))
        if self.sparse_:
            self.sparse_scale_ = _sparse_scale(table.keep(self.sparse_).sparse(), rows.weights)
        return self

    def transform(self, table: Table) -> Table:
        come: list[Block] = []
        if self.names_:
            values = table.numbers(self.names_)
            values -= self.mean_
            values /= self.scale_
            come.append(Numbers(tuple(self.names_), values))
        if self.sparse_:
            csr = table.keep(self.sparse_).sparse()
            csr.data = csr.data / self.sparse_scale_[csr.indices]
            come.append(Sparse(tuple(self.sparse_), csr))
        return table.replace((), *come)


def _sparse_scale(csr: Any, weights: Floats | None) -> Floats:
    """(columns,) standard deviation of a sparse matrix, zeros counted."""
    rows, columns = csr.shape
    weighed = np.ones(rows) if weights is None else weights
    shares = np.repeat(weighed / max(weighed.sum(), 1e-300), np.diff(csr.indptr))
    filled = np.where(np.isfinite(csr.data), csr.data, 0.0)
    unit = np.abs(filled).max(initial=1e-300)
    filled /= unit
    mean = np.bincount(csr.indices, shares * filled, columns)
    square = np.bincount(csr.indices, shares * filled * filled, columns)
    spread = np.sqrt(np.maximum(square - mean * mean, 0.0))
    # mean and square come from sums: below this, rounding has eaten the spread
    return np.where(spread <= 1e-7 * np.abs(mean), 1.0, spread * unit)
