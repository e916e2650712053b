"""Columns that hold a mean or a sum of the target over the rows of a group."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fitwright.audit._columns import kind_of, measures
from fitwright.audit.audit import Audit, Finding, Subject
from fitwright.core.blocks import Codes
from fitwright.core.rows import Floats

ALIKE = 0.9995
"""Correlation from which on a column is such a mean."""
FEWEST = 5
"""Different values that the means must have: of a few groups any two columns look alike."""
ROWS = 4_000
"""Rows on which candidates are sought, before all rows are looked at."""
CLASSES = 10
"""Of more classes the most frequent ones are looked at."""


@dataclass(frozen=True)
class _Group:
    """A column whose values name groups of rows."""

    name: str
    codes: NDArray[np.int64]


class LeakAggregate(Audit):
    """A mean of the target by city, customer or day: with the row's own answer in it, or all but its own."""

    finds_leaks = True

    def look(self, subject: Subject) -> Iterator[Finding]:
        if not subject.is_asked or len(subject.rows) < 30:
            return
        columns, told = _Columns.of(subject), set[str]()
        for group in _groups(subject):
            for answers in _answers(subject):
                if len(told) == len(columns.names) or not subject.budget.left:
                    return
                for name, what in columns.alike(group, answers):
                    if name not in told:
                        told.add(name)
                        yield _finding(name, what, group.name)


def _finding(name: str, what: str, group: str) -> Finding:
    return Finding(
        "critical", (name,), f"It is the {what} of the target by {group!r}.",
        f"It was made from the answers: leave it out, or let 'target' encode {group!r} inside each fold.",
    )  # fmt: skip


@dataclass(frozen=True)
class _Columns:
    """Columns of numbers, and some of their rows scaled alike: (rows, columns)."""

    names: tuple[str, ...]
    values: tuple[Floats, ...]
    few: NDArray[np.intp]
    scaled: Floats

    @classmethod
    def of(cls, subject: Subject) -> "_Columns":
        """Those of the subject that may hold a mean."""
        found = _numbers(subject)
        few = np.arange(0, len(subject.rows), max(1, len(subject.rows) // ROWS))
        scaled = np.empty((len(few), len(found)))
        for at, values in enumerate(found.values()):
            scaled[:, at] = _scaled(values[few])
        return cls(tuple(found), tuple(found.values()), few, scaled)

    def alike(self, group: _Group, answers: Floats) -> Iterator[tuple[str, str]]:
        """Columns that are a sum, a mean, or a mean of the others' answers, by this group."""
        for what, values in _made(group, answers).items():
            some = values[self.few]
            if len(np.unique(some)) < FEWEST:
                continue
            together = np.abs(_scaled(some) @ self.scaled) / len(some)
            for at in np.flatnonzero(together >= ALIKE):
                if abs(_scaled(values) @ _scaled(self.values[at])) >= ALIKE * len(values):
                    yield self.names[at], what


def _made(group: _Group, answers: Floats) -> dict[str, Floats]:
    """What people make of answers by a group."""
    sums, counts = np.bincount(group.codes, answers), np.bincount(group.codes)
    total, rows = sums[group.codes], counts[group.codes].astype(np.float64)
    others = np.divide(total - answers, rows - 1, out=np.full(len(rows), answers.mean()), where=rows > 1)
    return {"mean": total / rows, "sum": total, "mean over the other rows": others}


def _scaled(values: Floats) -> Floats:
    """Of mean 0 and spread 1; zeros where they are all the same."""
    spread = values.std()
    scaled: Floats = (values - values.mean()) / spread if spread > 0 else np.zeros(len(values))
    return scaled


def _numbers(subject: Subject) -> dict[str, Floats]:
    """Columns of numbers with few gaps, filled with their means, that take several values."""
    found = {}
    for name in subject.table.having("number"):
        values = measures(subject.table, name)
        if values is None or not subject.budget.left:
            break
        gaps = np.isnan(values)
        filled = np.where(gaps, values[~gaps].mean(), values) if gaps.mean() < 0.1 else values[:0]
        if len(np.unique(filled[:ROWS])) >= FEWEST:
            found[name] = filled
    return found


def _groups(subject: Subject) -> Iterator[_Group]:
    """Categories, and whole numbers that come back."""
    if subject.rows.groups is not None:
        yield _Group("groups", subject.rows.groups)
    for name in subject.table.having("category", "number", "date"):
        if issubclass(kind_of(subject.table, name), Codes):
            codes = subject.table.codes([name])[:, 0].astype(np.int64)
            yield _Group(name, codes - codes.min(initial=0))
            continue
        values = measures(subject.table, name)
        if values is None or np.isnan(values).any() or (values % 1 != 0).any():
            continue
        different, codes = np.unique(values, return_inverse=True)
        if FEWEST <= len(different) <= 0.6 * len(values):
            yield _Group(name, codes.astype(np.int64))


def _answers(subject: Subject) -> Iterator[Floats]:
    """The numbers; or for each class (of two, the second) whether it is it."""
    y = subject.rows.answers
    if not subject.asked.classifies:
        yield y.astype(np.float64)
        return
    classes = len(subject.asked.outputs)
    often = np.argsort(-np.bincount(y.astype(np.int64), minlength=classes), kind="stable")
    for code in (1,) if classes == 2 else often[:CLASSES].tolist():
        yield (y == code).astype(np.float64)
    if classes > 2:
        yield y.astype(np.float64)
