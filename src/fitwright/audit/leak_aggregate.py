"""Columns that hold a mean or a sum of the target over the rows of a group."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fitwright.audit._columns import kind_of, measured, measures
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
        columns = _numbers(subject)
        for group in _groups(subject):
            for answers in _answers(subject):
                if not columns or not subject.budget.left:
                    return
                for name, what in _alike(columns, group, answers):
                    columns.pop(name)
                    yield Finding(
                        "critical", (name,), f"It is the {what} of the target by {group.name!r}.",
                        "It was made from the answers: leave it out, or let 'target' encode "
                        f"{group.name!r} inside each fold.",
                    )  # fmt: skip


def _numbers(subject: Subject) -> dict[str, Floats]:
    """Columns of numbers with few gaps, filled with their means, that take several values."""
    found = {}
    for name, values in measured(subject.table, subject.table.having("number")).items():
        gaps = np.isnan(values)
        if gaps.mean() < 0.1:
            filled = np.where(gaps, values[~gaps].mean(), values)
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
    for code in range(1 if classes == 2 else 0, min(CLASSES, classes)):
        yield (y == code).astype(np.float64)
    if classes > 2:
        yield y.astype(np.float64)


def _alike(columns: dict[str, Floats], group: _Group, answers: Floats) -> Iterator[tuple[str, str]]:
    """Columns that are a sum, a mean, or a mean of the others' answers, by this group."""
    sums, counts = np.bincount(group.codes, answers), np.bincount(group.codes)
    total, rows = sums[group.codes], counts[group.codes].astype(np.float64)
    others = np.divide(total - answers, rows - 1, out=np.full(len(rows), answers.mean()), where=rows > 1)
    made = {"mean": total / rows, "sum": total, "mean over the other rows": others}
    few = np.arange(0, len(rows), max(1, len(rows) // ROWS))
    left = dict(columns)
    for what, values in made.items():
        if len(np.unique(values[few])) < FEWEST:
            continue
        for name in [name for name in left if _go_together(left[name][few], values[few])]:
            if _go_together(left[name], values):
                left.pop(name)
                yield name, what


def _go_together(one: Floats, other: Floats) -> bool:
    spread = one.std() * other.std()
    if not spread:
        return False
    return bool(abs(((one - one.mean()) * (other - other.mean())).mean()) >= ALIKE * spread)
