"""Rows that stand in the order of their answers."""

from collections.abc import Iterator

import numpy as np

from fitwright.audit._columns import binned
from fitwright.audit._scores import Question
from fitwright.audit.audit import Audit, Finding, Subject

SORTED = 0.9
"""Score of a row's place alone, from which on the rows count as sorted."""


class RowOrder(Audit):
    """The place of a row tells its answer: harmless where rows are shuffled, but not in order."""

    def look(self, subject: Subject) -> Iterator[Finding]:
        some = subject.some
        if not some.is_asked or len(some.rows) < 30:
            return
        place = np.arange(len(some.rows), dtype=np.float64)
        question = Question.of(some.rows, some.asked, some.seed)
        if max(question.score(binned(place)), question.monotone(place)) >= SORTED:
            ordered = subject.rows.time is not None
            yield Finding(
                "warning" if ordered else "info", (), "The rows are sorted by the target.",
                "Shuffled folds do not mind; do not judge on the last rows, and do not number the rows.",
            )  # fmt: skip
