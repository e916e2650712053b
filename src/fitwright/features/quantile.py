"""Numbers by their rank: the shape of the distribution goes, the order stays."""

from dataclasses import dataclass
from typing import ClassVar, Literal, Self

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import dense_names
from fitwright.features.step import Stage, Step
from fitwright.space import Choice, Space


@dataclass
class Quantile(Step):
    """Map numbers to their share of smaller values, as a uniform or a normal variable: tames any outlier.

    Equal values get the middle of their ranks; between known values the map is a straight line, beyond them
    it is flat, so infinite values are safe.  Weights count as in a table where rows are repeated.  Booleans
    and sparse columns are left alone, missing values stay missing, constant columns become the middle.

    Parameters
    ----------
    to : "normal" (mean 0, standard deviation 1) or "uniform" (from 0 to 1).
    n_quantiles : values of a column that are remembered at most, at even distances of rank.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("price",), np.array([[1.0], [2.0], [1e9], [2.0]])))
    >>> Quantile(to="uniform").fit(table, Rows(), None, 0).transform(table).matrix().ravel().tolist()
    [0.125, 0.5, 0.875, 0.5]
    """

    to: Literal["normal", "uniform"] = "normal"
    n_quantiles: int = 1000
    stage: ClassVar[Stage] = "encode"

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("number"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(to=Choice(("normal", "uniform")))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = dense_names(table, "number")
        values = table.numbers(self.names_)
        found = [self._ranks(values[:, column], rows.weights) for column in range(len(self.names_))]
        self.ends_ = np.cumsum([len(known) for known, _ in found], dtype=np.int64)
        self.known_ = np.concatenate([known for known, _ in found] or [np.zeros(0)])
        self.ranks_ = np.concatenate([ranks for _, ranks in found] or [np.zeros(0)])
        if self.to == "normal":
            from scipy.special import ndtri

            self.ranks_ = ndtri(self.ranks_)
        return self

    def holds(self) -> str:
        return f"quantile: up to {self.n_quantiles} values of each column of numbers"

    def _ranks(self, values: Floats, weights: Floats | None) -> tuple[Floats, Floats]:
        """Some known values, rising, and the share of rows below each."""
        finite = np.isfinite(values)
        if weights is not None:
            finite &= weights > 0
        if not finite.any():
            return np.zeros(1), np.full(1, 0.5)
        if weights is None:
            ordered = np.sort(values[finite])
            below = np.arange(1.0, len(ordered) + 1)
        else:
            order = np.argsort(values[finite])
            ordered, below = values[finite][order], np.cumsum(weights[finite][order])
        last = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True))  # of each run of equal values
        upto = below[last]
        ranks = (np.append(0.0, upto[:-1]) + upto) / (2 * upto[-1])
        known = ordered[last]
        if len(known) > self.n_quantiles:
            wanted = np.linspace(ranks[0], ranks[-1], self.n_quantiles)
            at = np.unique(np.searchsorted(ranks, wanted))
            known, ranks = known[at], ranks[at]
        return known, ranks

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        values = table.numbers(self.names_)
        begin = 0
        for column, end in enumerate(self.ends_.tolist()):
            values[:, column] = np.interp(values[:, column], self.known_[begin:end], self.ranks_[begin:end])
            begin = end
        return table.replace((), Numbers(tuple(self.names_), values))
