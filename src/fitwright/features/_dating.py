"""What all steps on dates share: numbers are made of moments, and those that vary become columns."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import free_names
from fitwright.features.step import Stage, Step

Moments = NDArray[np.datetime64]
DAY = 86_400_000_000
"""Microseconds in a day."""


@dataclass
class Dating(Step):
    """Subclass with the numbers to make; those that are the same in all rows learned from are left out.

    The dates themselves stay in the table, so that several steps can read them.  Missing moments give NaN.
    """

    stage: ClassVar[Stage] = "create"
    readable: ClassVar[bool] = True

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("date"))

    @abstractmethod
    def derive(self, moments: Moments) -> dict[str, Floats]:
        """Name of a number to its values, (rows, columns); anything where the moment is missing."""

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = list(table.having("date"))
        moments = table.dates(self.names_)
        there = ~np.isnat(moments)
        derived = self.derive(moments)
        vary = {
            part: np.max(values, 0, where=there, initial=-np.inf)
            > np.min(values, 0, where=there, initial=np.inf)
            for part, values in derived.items()
        }
        self.columns_: list[int] = []
        self.parts_: list[str] = []
        for column in range(len(self.names_)):
            for part in (part for part in derived if vary[part][column]):
                self.columns_.append(column)
                self.parts_.append(part)
        wanted = (f"{self.names_[c]} {part}" for c, part in zip(self.columns_, self.parts_, strict=True))
        self.made_ = free_names(wanted, table)
        return self

    def transform(self, table: Table) -> Table:
        if not self.made_:
            return table
        moments = table.dates(self.names_)
        missing = np.isnat(moments)
        derived = self.derive(moments)
        values = np.empty((len(table), len(self.made_)), order="F")
        for place, (column, part) in enumerate(zip(self.columns_, self.parts_, strict=True)):
            values[:, place] = np.where(missing[:, column], np.nan, derived[part][:, column])
        return table.replace((), Numbers(tuple(self.made_), values))


def calendar(moments: Moments) -> dict[str, Floats]:
    """Parts of the moments, (rows, columns) each; the week begins with Monday, 0."""
    day = moments.astype("datetime64[D]")
    month, year = moments.astype("datetime64[M]"), moments.astype("datetime64[Y]")
    second = (moments - day).astype(np.int64) // 1_000_000
    whole = {
        "year": year.astype(np.int64) + 1970,
        "month": (month - year).astype(np.int64) + 1,
        "day": (day - month).astype(np.int64) + 1,
        "weekday": (day.astype(np.int64) + 3) % 7,
        "yearday": (day - year).astype(np.int64) + 1,
        "hour": second // 3600,
        "minute": second // 60 % 60,
    }
    return {part: values.astype(np.float64) for part, values in whole.items()}


def days(moments: Moments) -> Floats:
    """Days since 1970, with fractions; missing ones hold anything."""
    return moments.astype(np.int64) / DAY
