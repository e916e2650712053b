"""One change of a table, learned on the training rows alone."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from fitwright.core.fitted import Fitted
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.space import Space

Stage = Literal["clean", "create", "encode", "select"]
STAGES: tuple[Stage, ...] = ("clean", "create", "encode", "select")


class Step(Fitted, ABC):
    """fit on what may be seen, transform anything, row by row: blocks joined equal the whole.

    Subclass as a dataclass: the fields are the hyperparameters, what is learned ends in "_".  A step never
    changes the number or the order of rows, and leaves alone the columns that it has nothing to do with.
    A loaded step transforms with NumPy and SciPy alone.
    """

    stage: ClassVar[Stage]
    needs: ClassVar[Mapping[str, str]] = {}
    """Library to the extra that brings it."""
    imports: ClassVar[tuple[str, ...]] = ()
    """Modules that `fit` imports: the workers' server has them ready."""
    readable: ClassVar[bool] = False
    """Is each column of the result, in its own words, one column of the table or a named part of one?"""

    @classmethod
    def wanted(cls, table: Table) -> bool:
        """Has this table something for the step to do?"""
        return True

    @classmethod
    def space(cls, task: Task) -> Space:
        """Which hyperparameters are worth searching."""
        return Space()

    @abstractmethod
    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        """Learn from these rows."""

    @abstractmethod
    def transform(self, table: Table) -> Table:
        """The table with this step's change."""

    def fit_transform(self, table: Table, rows: Rows, task: Task, seed: int) -> Table:
        """Fit, and what the rows to learn from become: cross-fitted where the target was looked at."""
        return self.fit(table, rows, task, seed).transform(table)

    def reweigh(self, table: Table, rows: Rows, task: Task, seed: int) -> Rows:
        """The rows to learn from with other weights (rare classes, outliers); asked before `fit`."""
        return rows
