"""Rows that come more than once, and so may be learned from and judged at the same time."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from fitwright.audit._columns import kind_of
from fitwright.audit.audit import Audit, Finding, Subject
from fitwright.core.blocks import Codes, Dates, Texts
from fitwright.core.table import INPUTS, Table

FOLDS = 5
MANY = 0.05
"""Share of judged rows with a twin among the learned ones that moves a score."""
WIDE = 2_000
"""Of more columns a sparse table is not looked at."""


class DuplicateRows(Audit):
    """Equal in all inputs: twins on both sides of a split flatter, twins that disagree cap the score."""

    def look(self, subject: Subject) -> Iterator[Finding]:
        table = subject.table
        if len(table) < 2 or (table.is_sparse and len(table.roles) > WIDE):
            return
        keys = _keys(subject)
        if keys is None:
            return
        _, place, often = np.unique(keys, return_inverse=True, return_counts=True)
        if often.max() == 1:
            return
        share = _across(subject, place, often)
        repeated = int(len(table) - len(often))
        told = f"{repeated} of {len(table)} rows equal an earlier one in all inputs"
        if share >= MANY:
            yield Finding(
                "warning", (),
                f"{told}; in {FOLDS} random folds about {share:.0%} of the judged rows have a twin among the "
                "learned ones.",
                "Where twins are copies, drop them; where they are one person or thing, name it as `groups`.",
            )  # fmt: skip
        else:
            yield Finding("info", (), f"{told}.", "Nothing to do, unless they are copies: then drop them.")
        if subject.is_asked and subject.asked.classifies:
            yield from _quarrels(subject, place, often)


def _across(subject: Subject, place: NDArray[np.int64], often: NDArray[np.int64]) -> float:
    """Expected share of rows with a twin in another random fold; twins of one group are kept together."""
    if subject.rows.groups is not None:
        pairs = np.unique(np.column_stack([place, subject.rows.groups]), axis=0)
        often = np.bincount(pairs[:, 0], minlength=len(often))
    apart = 1 - (1 / FOLDS) ** (often[place] - 1)
    return float(apart.mean())


def _quarrels(subject: Subject, place: NDArray[np.int64], often: NDArray[np.int64]) -> Iterator[Finding]:
    """Rows that no model can get right together."""
    answers = subject.rows.answers.astype(np.int64)
    both, counts = np.unique(np.column_stack([place, answers]), axis=0, return_counts=True)
    best = np.zeros(len(often), np.int64)
    np.maximum.at(best, both[:, 0], counts)
    wrong = int(len(answers) - best.sum())
    if wrong:
        yield Finding(
            "info", (), f"{wrong} rows have a twin with another answer.",
            f"No model can reach more than {1 - wrong / len(answers):.1%} accuracy on these rows.",
        )  # fmt: skip


def _keys(subject: Subject) -> NDArray[np.uint64] | None:
    """(rows,) a number that equal rows share, and others all but never; None where there was no time."""
    table = subject.table
    key = np.zeros(len(table), np.uint64)
    for number, name in enumerate(table.having(*INPUTS)):
        if not subject.budget.left:
            return None
        key = _mixed(key * np.uint64(0x9E3779B97F4A7C15) + _bits(table, name) + np.uint64(number))
    return key


def _bits(table: Table, name: str) -> NDArray[np.uint64]:
    """(rows,) each value as 64 bits."""
    kind = kind_of(table, name)
    if issubclass(kind, Codes):
        return table.codes([name])[:, 0].astype(np.int64).view(np.uint64)
    if issubclass(kind, Dates):
        return table.dates([name])[:, 0].astype(np.int64).view(np.uint64)
    if issubclass(kind, Texts):
        found: dict[str | None, int] = {}
        return np.array([found.setdefault(text, len(found)) for text in table.texts(name)], np.uint64)
    values = table.numbers([name])[:, 0] + 0.0  # no -0
    values[np.isnan(values)] = np.nan  # one NaN
    return np.ascontiguousarray(values).view(np.uint64)


def _mixed(key: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every bit depends on every other (Steele et al., 2014)."""
    key = (key ^ (key >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    key = (key ^ (key >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return key ^ (key >> np.uint64(31))
