"""Free text that was written when the target was known."""

import re
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from fitwright.audit._giving import given_away
from fitwright.audit.audit import Audit, Finding, Subject

READ = 3_000
"""Rows whose text is read."""
WORDS = 400
"""Of the words that come in several rows, so many of the most frequent are looked at."""
_WORD = re.compile(r"\w+")


class LeakText(Audit):
    """A word in a text gives the target away: "settled", "churned", "deceased"."""

    finds_leaks = True
    quick = False

    def look(self, subject: Subject) -> Iterator[Finding]:
        if not subject.is_asked or len(subject.rows) < 30:
            return
        some = subject.some
        for name in some.table.having("text"):
            texts = some.table.texts(name)[:READ]
            few = _first(some, len(texts))
            for word, rows in _words(texts):
                if not subject.budget.left:
                    return
                marked = np.zeros(len(texts), bool)
                marked[rows] = True
                if seen := next((seen for seen in given_away(few, marked) if " with it" in seen), ""):
                    yield Finding(
                        "critical", (name,), f"The word {word!r} gives the target away: {seen}.",
                        "Was the text written after the answer was known?  Then leave the column out: "
                        f"roles={{{name!r}: 'ignored'}}.",
                    )  # fmt: skip
                    break


def _first(subject: Subject, count: int) -> Subject:
    """Its first rows."""
    return Subject(
        subject.schema, subject.table.at(np.arange(count)), subject.rows.at(np.arange(count)), subject.task
    )


def _words(texts: list[str | None]) -> list[tuple[str, list[int]]]:
    """The frequent words, and the rows that they stand in."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, text in enumerate(texts):
        for word in set(_WORD.findall((text or "").lower())):
            rows[word].append(row)
    known = [(word, at) for word, at in rows.items() if len(at) >= 20]
    return sorted(known, key=lambda pair: -len(pair[1]))[:WORDS]
