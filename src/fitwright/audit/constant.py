"""Columns that hold one value in all rows, or in nearly all."""

from collections.abc import Iterator

import numpy as np

from fitwright.audit._columns import codes, named
from fitwright.audit.audit import Audit, Finding, Subject
from fitwright.core.table import INPUTS

NEARLY = 0.995
"""Share of rows with one and the same value."""
FEW = 10
"""Up to so many rows may differ for the column to count as nearly constant."""


class Constant(Audit):
    """One value says nothing; nearly one value says something of a handful of rows."""

    def look(self, subject: Subject) -> Iterator[Finding]:
        for column in subject.schema.columns:
            if column.role == "constant":
                yield Finding(
                    "info", (column.name,), f"It is left out: {column.why}.",
                    "Nothing to do; if that is a surprise, see how the table was made.",
                )  # fmt: skip
        some = subject.some
        least = max(NEARLY * len(some.table), len(some.table) - FEW)
        found = tuple(
            name for name in some.table.having(*INPUTS) if subject.budget.left and _most(some, name) >= least
        )
        if found and len(some.table) >= 100:
            yield Finding(
                "info", found, f"{named(found)}: all but {FEW} rows or fewer hold the same value.",
                "They are kept; leave them out where those few rows are accidents.",
            )  # fmt: skip


def _most(subject: Subject, name: str) -> int:
    """Rows that hold the most frequent value."""
    return int(np.bincount(codes(subject.table, name)).max(initial=0))
