"""Numbers, and targets, that a few rows rule."""

from collections.abc import Iterator

import numpy as np

from fitwright.audit._columns import measured, named
from fitwright.audit.audit import Audit, Finding, Subject
from fitwright.core.rows import Floats

FEW, RULED = 0.001, 0.5
"""Share of rows that hold this share of the squared distances from the mean."""
ENOUGH = 100
"""Rows from which on that says something."""


class Skew(Audit):
    """A thousandth of the rows holds half of the variance: scales and squared errors follow these few."""

    def look(self, subject: Subject) -> Iterator[Finding]:
        if len(subject.table) < ENOUGH:
            return
        if subject.is_asked and not subject.asked.classifies:
            y = subject.rows.answers.astype(np.float64)
            if (share := _ruled(y)) >= RULED:
                yield Finding(
                    "warning", (),
                    f"{_count(len(y))} of {len(y)} rows hold {share:.0%} of the target's variance "
                    f"(median {np.median(y):.4g}, largest {y[np.argmax(np.abs(y))]:.4g}).",
                    "Squared errors will follow these rows: see whether they are right, choose metric='mae', "
                    "or learn the logarithm.",
                )  # fmt: skip
        known = measured(subject.some.table, subject.some.table.having("number"))
        if found := tuple(
            name for name, values in known.items() if _ruled(values[~np.isnan(values)]) >= RULED
        ):
            yield Finding(
                "info", found, f"{named(found)}: a thousandth of the rows holds half of the variance.",
                "Trees do not mind; linear models may follow these few rows.  See whether they are errors.",
            )  # fmt: skip


def _count(rows: int) -> int:
    return max(1, int(FEW * rows))


def _ruled(values: Floats) -> float:
    """Share of the squared distances from the mean that the few farthest rows have."""
    if len(values) < ENOUGH:
        return 0.0
    squares = (values - values.mean()) ** 2
    total = squares.sum()
    few = _count(len(values))
    return (
        float(np.partition(squares, -few)[-few:].sum() / total) if total > 0 and np.isfinite(total) else 0.0
    )
