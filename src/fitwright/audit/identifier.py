"""Columns that only name their rows, or nearly so."""

from collections.abc import Iterator

from fitwright.audit.audit import Audit, Finding, Subject
from fitwright.core.columns import ENOUGH

NEAR = 0.5
"""Share of rows with an entry of their own."""


class Identifier(Audit):
    """Keys are left out; categories of which half of the entries differ are kept, and named."""

    def look(self, subject: Subject) -> Iterator[Finding]:
        for column in subject.schema.columns:
            if column.role == "identifier":
                yield Finding(
                    "info", (column.name,), f"It is left out as an identifier: {column.why}.",
                    f"If it says something of its row: roles={{{column.name!r}: 'category'}}.",
                )  # fmt: skip
            there = len(subject.table) - column.missing
            if column.role == "category" and there >= ENOUGH and len(column.levels) >= NEAR * there:
                yield Finding(
                    "warning", (column.name,),
                    f"It is nearly unique: {len(column.levels)} different entries in {there} rows.",
                    "Most new rows will hold an entry that was never seen; cut out the part that comes back, "
                    "or leave it out.",
                )  # fmt: skip
