"""Columns with many gaps, and entries that could not be read."""

from collections.abc import Iterator

from fitwright.audit._columns import missing, named
from fitwright.audit.audit import Audit, Finding, Subject
from fitwright.core.table import INPUTS

MANY, NEARLY_ALL = 0.5, 0.95
"""Shares of rows without a value."""


class Missing(Audit):
    """Half the rows or more without a value; text among numbers or dates that counts as missing."""

    def look(self, subject: Subject) -> Iterator[Finding]:
        for column in subject.schema.inputs:
            if column.unread:
                yield Finding(
                    "warning", (column.name,), f"{column.why[:1].upper()}{column.why[1:]}.",
                    "Correct these entries, or give the column the role 'category'.",
                )  # fmt: skip
        some, shares = subject.some, {}
        for name in some.table.having(*INPUTS):
            if not subject.budget.left:
                break
            shares[name] = float(missing(some.table, name).mean()) if len(some.table) else 0.0
        for name, share in shares.items():
            if share >= NEARLY_ALL:
                yield Finding(
                    "warning", (name,), f"{share:.1%} of its rows have no value.",
                    "It is kept, for a gap may tell something; leave it out where it does not.",
                )  # fmt: skip
        if many := tuple(name for name, share in shares.items() if MANY <= share < NEARLY_ALL):
            yield Finding(
                "info", many, f"{named(many)}: half of the rows or more have no value.",
                "Nothing to do: gaps are filled inside each fold, or told to the models as such.",
            )  # fmt: skip
