"""Columns that say what another column says already."""

from collections.abc import Iterator

import numpy as np

from fitwright.audit._columns import codes, kind_of, measured, named
from fitwright.audit.audit import Audit, Finding, Subject
from fitwright.core.blocks import Codes
from fitwright.core.rows import Floats

ALIKE = 1 - 1e-9
"""Correlation from which on one column of numbers is the other in another unit."""
MOST = 300
"""Columns that are compared with each other."""


class DuplicateColumns(Audit):
    """Equal in every row: left out.  The same in another unit, or with other names of levels: told."""

    def look(self, subject: Subject) -> Iterator[Finding]:
        for column in subject.schema.columns:
            if column.role == "duplicate":
                yield Finding("info", (column.name,), f"It is left out: {column.why}.", "Nothing to do.")
        for alike in (*_numbers(subject.some), *_categories(subject.some)):
            yield Finding(
                "info", alike, f"{named(alike)} say the same in other units or names.",
                "Nothing is lost by keeping one of them.",
            )  # fmt: skip


def _numbers(subject: Subject) -> Iterator[tuple[str, ...]]:
    """Groups of columns of numbers that go together exactly."""
    known = measured(subject.table, subject.table.having("number")[:MOST])
    full = {n: v for n, v in known.items() if len(v) >= 10 and not np.isnan(v).any() and v.std() > 0}
    if len(full) < 2:
        return
    X = np.column_stack([_standard(values) for values in full.values()])
    together = np.abs(X.T @ X) / len(X) >= ALIKE
    yield from _joined(list(full), together)


def _standard(values: Floats) -> Floats:
    scaled: Floats = (values - values.mean()) / values.std()
    return scaled


def _categories(subject: Subject) -> Iterator[tuple[str, ...]]:
    """Groups of categories, each level of which comes with one level of the other and no other."""
    table = subject.table
    names = [n for n in table.having("category")[:MOST] if issubclass(kind_of(table, n), Codes)]
    first: dict[bytes, list[str]] = {}
    for name in names:
        first.setdefault(_renamed(codes(table, name)), []).append(name)
    yield from (tuple(group) for group in first.values() if len(group) > 1)


def _renamed(column: np.ndarray) -> bytes:
    """The column with its levels numbered as they come: equal for columns that differ by names only."""
    _, begin, place = np.unique(column, return_index=True, return_inverse=True)
    order = np.argsort(np.argsort(begin))
    return order[place].astype(np.int64).tobytes()


def _joined(names: list[str], together: np.ndarray) -> Iterator[tuple[str, ...]]:
    seen: set[int] = set()
    for i in range(len(names)):
        group = [] if i in seen else [int(j) for j in np.flatnonzero(together[i]) if j >= i]
        if len(group) > 1:
            seen.update(group)
            yield tuple(names[j] for j in group)
