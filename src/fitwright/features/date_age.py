"""Dates as days: since the first one, and between two of them."""

from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import free_names
from fitwright.features._dating import days
from fitwright.features.step import Stage, Step


@dataclass
class DateAge(Step):
    """Add "joined age", days since the first moment seen when fitted, and "left - joined" for pairs of dates.

    Days have fractions and may be below 0.  Missing moments give NaN; what does not vary is left out; the
    dates themselves stay in the table.

    Parameters
    ----------
    max_pairs : differences to make at most, the first pairs in the order of columns.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Dates
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> both = np.array([["2024-01-01", "2024-01-03"], ["2024-01-02", "2024-01-01T12"]], "datetime64[us]")
    >>> table = Table.of(Dates(("joined", "left"), both))
    >>> made = DateAge().fit(table, Rows(), None, 0).transform(table)
    >>> made.names
    ('joined', 'left', 'joined age', 'left age', 'left - joined')
    >>> made.numbers().tolist()
    [[0.0, 1.5, 2.0], [1.0, 0.0, -0.5]]
    """

    max_pairs: int = 10
    stage: ClassVar[Stage] = "create"
    readable: ClassVar[bool] = True

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("date"))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = list(table.having("date"))
        moments = table.dates(self.names_)
        there = ~np.isnat(moments)
        since = days(moments)
        self.first_ = np.min(since, 0, where=there, initial=np.inf)
        vary = np.max(since, 0, where=there, initial=-np.inf) > self.first_
        self.ages_ = np.flatnonzero(vary)
        found: list[tuple[int, int]] = []
        for one, other in combinations(self.ages_.tolist(), 2):  # beside a fixed date a gap is an age
            if len(found) == self.max_pairs:
                break
            gaps = (since[:, other] - since[:, one])[there[:, one] & there[:, other]]
            if len(gaps) and gaps.min() < gaps.max():
                found.append((one, other))
        self.pairs_ = np.array(found, np.int64).reshape(-1, 2)
        ages = [f"{self.names_[i]} age" for i in self.ages_]
        gaps_between = [f"{self.names_[other]} - {self.names_[one]}" for one, other in found]
        self.made_ = free_names(ages + gaps_between, table)
        return self

    def transform(self, table: Table) -> Table:
        if not self.made_:
            return table
        moments = table.dates(self.names_)
        since = np.where(np.isnat(moments), np.nan, days(moments))
        values = np.empty((len(table), len(self.made_)), order="F")
        count = len(self.ages_)
        values[:, :count] = since[:, self.ages_] - self.first_[self.ages_]
        values[:, count:] = since[:, self.pairs_[:, 1]] - since[:, self.pairs_[:, 0]]
        return table.replace((), Numbers(tuple(self.made_), values))
