"""Columns that are filled in, or left empty, because of how the target turned out."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fitwright.audit._columns import missing
from fitwright.audit._giving import given_away
from fitwright.audit.audit import Audit, Finding, Subject

ADVICE = "Was it filled in after the answer was known?  Then leave it out, by the role 'ignored'."


class LeakMissing(Audit):
    """Whether a value is there at all gives the target away: a reason of leaving, a date of repayment."""

    finds_leaks = True

    def look(self, subject: Subject) -> Iterator[Finding]:
        if not subject.is_asked or len(subject.rows) < 30:
            return
        some = subject.some
        for names, gone in _gaps(some):
            if seen := next(given_away(some, ~gone), ""):
                text = f"Whether it has a value gives the target away: {seen}."
                yield Finding("critical", names, text, ADVICE)


def _gaps(subject: Subject) -> Iterator[tuple[tuple[str, ...], NDArray[np.bool_]]]:
    """Columns with gaps, those with the same gaps together, and (rows,) where these are."""
    found: dict[bytes, tuple[list[str], NDArray[np.bool_]]] = {}
    for name in subject.names:
        if not subject.budget.left:
            break
        gone = missing(subject.table, name)
        if gone.any() and not gone.all():
            found.setdefault(gone.tobytes(), ([], gone))[0].append(name)
    return ((tuple(names), gone) for names, gone in found.values())
