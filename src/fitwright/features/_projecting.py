"""What steps share that make new numbers of all numbers of a row: directions, distances, kernels."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import NUMERIC, dense_names, free_names
from fitwright.features._moments import even, learn_even
from fitwright.features.step import Stage, Step

LEARNED = 20_000
"""Rows that are learned from at most, drawn at random."""
ROWS_AT_ONCE = 1 << 13


@dataclass
class Projecting(Step):
    """Subclass with what to learn from evened numbers, and what to make of them.

    Dense numbers and booleans are looked at, evened: mean 0, standard deviation 1, missing as the mean, cut
    to the range that was seen.  Sparse columns are left alone.

    Parameters
    ----------
    keep : do the numbers stay beside what is made of them?
    """

    keep: bool = True
    stage: ClassVar[Stage] = "create"

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(dense_names(table, *NUMERIC))

    @abstractmethod
    def learn(self, x: Floats, rows: Rows, task: Task, seed: int) -> list[str]:
        """Learn from evened (rows, columns); names for the columns to make, none where there is no use."""

    @abstractmethod
    def make(self, x: Floats) -> Floats:
        """(rows, new columns) from evened (rows, columns), row by row to the last bit."""

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = dense_names(table, *NUMERIC)
        values = table.numbers(self.names_)
        self.even_ = learn_even(values, rows.weights)
        self.made_: list[str] = []
        if values.size:
            some = chosen(len(values), LEARNED, seed)
            wanted = self.learn(even(values[some], self.even_), rows.at(some), task, seed)
            self.made_ = free_names(wanted, table)
        return self

    def transform(self, table: Table) -> Table:
        if not self.made_:
            return table
        values = table.numbers(self.names_)
        made = np.empty((len(values), len(self.made_)), order="F")
        for begin in range(0, len(values), ROWS_AT_ONCE):
            part = slice(begin, begin + ROWS_AT_ONCE)
            made[part] = self.make(even(values[part], self.even_))
        return table.replace(() if self.keep else self.names_, Numbers(tuple(self.made_), made))


def chosen(rows: int, most: int, seed: int) -> Index:
    """Positions of at most so many rows, at random, in order."""
    if rows <= most:
        return np.arange(rows)
    return np.sort(np.random.default_rng(seed).choice(rows, most, replace=False))


def product(x: Floats, matrix: Floats) -> Floats:
    """(rows, k) from (rows, columns) and (columns, k); a row's bits do not depend on the rows beside it.

    A matrix product by BLAS is quicker, and adds up in another order for one row than for many.
    """
    from scipy.sparse import csr_matrix

    rows, columns = x.shape
    indices = np.tile(np.arange(columns, dtype=np.int32), rows)
    flat = np.ascontiguousarray(x).ravel()
    found: Floats = csr_matrix((flat, indices, np.arange(rows + 1) * columns), shape=x.shape) @ matrix
    return found


def squares_between(x: Floats, points: Floats) -> Floats:
    """(rows, points) squared distances."""
    lengths = product(x * x, np.ones((x.shape[1], 1)))  # (rows, 1)
    far = lengths - 2 * product(x, np.ascontiguousarray(points.T)) + (points * points).sum(1)
    return np.asarray(np.maximum(far, 0.0))
