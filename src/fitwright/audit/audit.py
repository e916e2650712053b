"""What may be wrong with a table: the contract of those who look, what they look at, and what they find."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.budget import Budget
from fitwright.core.rows import Rows
from fitwright.core.schema import Schema
from fitwright.core.table import INPUTS, Table
from fitwright.core.task import Task

Severity = Literal["critical", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "info")
"""The scores would not be true, or fit would fail; worth a look; good to know."""
CELLS, LEAST, MOST = 1_000_000, 2_000, 20_000
"""Cells that a sample of rows holds, and the fewest and the most rows of one."""
DAWN, DUSK = 3e13, 7.3e15
"""Microseconds since 1970 for the years 1970 and 2201: `rows.time` between them are moments."""


@dataclass(frozen=True)
class Finding:
    """One thing that was seen.

    Attributes
    ----------
    severity : see SEVERITIES.
    columns : those concerned; none where it is the whole table.
    seen : what was seen, a sentence with its numbers.
    advice : what to do about it, a sentence.
    audit : name of the audit that found it; the report fills it in.
    """

    severity: Severity
    columns: tuple[str, ...]
    seen: str
    advice: str
    audit: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        found = {"severity": self.severity, "audit": self.audit, "columns": list(self.columns)}
        return {**found, "seen": self.seen, "advice": self.advice}

    def __str__(self) -> str:
        names = ", ".join(map(repr, self.columns[:5])) + (" …" if len(self.columns) > 5 else "")
        return f"{names}: {self.seen} {self.advice}" if names else f"{self.seen} {self.advice}"


@dataclass(frozen=True)
class Subject:
    """A table and its question, as an audit sees them.

    Attributes
    ----------
    schema : all columns with their roles, and why.
    table : the inputs, and identifiers where they are to be looked at too.
    rows, task : the answers and what is asked; without a target they are empty and None.
    other : a later table with the same columns, to compare with; with its answers, where it has them.
    budget : when to stop looking.
    seed : of samples.
    """

    schema: Schema
    table: Table
    rows: Rows = field(default_factory=Rows)
    task: Task | None = None
    other: Table | None = None
    other_rows: Rows = field(default_factory=Rows)
    budget: Budget = field(default_factory=Budget)
    seed: int = 0

    @property
    def names(self) -> tuple[str, ...]:
        """The columns to look at, in order."""
        return self.table.having(*INPUTS, "identifier")

    @property
    def is_asked(self) -> bool:
        """Is there one answer for each row?"""
        return self.task is not None and self.rows.y is not None and self.rows.y.ndim == 1

    @property
    def asked(self) -> Task:
        """The task, where `is_asked`."""
        if self.task is None:
            raise ValueError("Nothing is asked of these rows: they have no target.")
        return self.task

    @property
    def when(self) -> NDArray[np.datetime64] | None:
        """(rows,) the moment of each row, where the times are moments."""
        time = self.rows.time
        if time is None or not ((time > DAWN) & (time < DUSK)).all():
            return None
        return time.astype(np.int64).astype("datetime64[us]")

    @cached_property
    def some(self) -> Self:
        """The same with a sample of the rows, in their order, where there are many."""
        most = int(np.clip(CELLS // max(1, len(self.table.roles)), LEAST, MOST))
        if len(self.table) <= most:
            return self
        rng = np.random.default_rng(self.seed)
        index = np.sort(rng.choice(len(self.table), most, replace=False))
        return replace(self, table=self.table.at(index), rows=self.rows.at(index))


class Audit(ABC):
    """Looks for one thing that may be wrong; changes nothing.

    Examples
    --------
    >>> from fitwright.audit import catalog
    >>> table = {"size": [1.0, 2.0, 3.0], "unit": ["m", "m", "m"]}
    >>> subject = Subject(Schema.learn(table), Schema.learn(table).read(table))
    >>> [finding.columns for finding in catalog.make("constant").look(subject)]
    [('unit',)]
    """

    finds_leaks: ClassVar[bool] = False
    """Does it look for columns that would not be known when one predicts?"""
    quick: ClassVar[bool] = True
    """Is it done in a moment, so that it can be run before every fit?"""

    @abstractmethod
    def look(self, subject: Subject) -> Iterable[Finding]:
        """What is found; nothing where it does not apply."""
