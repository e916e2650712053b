"""Columns that together make up the target: parts of a sum, factors of a product, a start and an end."""

from collections.abc import Iterator

import numpy as np

from fitwright.audit._columns import measured
from fitwright.audit.audit import Audit, Finding, Subject
from fitwright.core.rows import Floats

ROWS = 3_000
LEFT = 1e-5
"""Share of the target's variance that rounding may leave unexplained."""
MOST = 200
"""Of more columns, those that go best with the target."""
SHOWN = 6
A_ROW = 4
"""Rows needed for each column."""


class LeakFormula(Audit):
    """The target is a sum or a product of columns, exactly: then they are not known before it is."""

    finds_leaks = True

    def look(self, subject: Subject) -> Iterator[Finding]:
        if not subject.is_asked or len(subject.asked.outputs) > 2 or len(subject.rows) < 30:
            return
        some = subject.some
        columns = measured(some.table, some.table.having("number", "boolean", "date"))
        known = {name: values for name, values in columns.items() if np.isnan(values).mean() < 0.5}
        y = some.rows.answers.astype(np.float64)
        if parts := _parts(known, y):
            yield _finding(parts, "sum of these columns, each times a number")
            return
        positive = {name: np.log(v) for name, v in known.items() if np.nanmin(v, initial=np.inf) > 0}
        if (y > 0).all() and (parts := _parts(positive, np.log(y))):
            yield _finding(parts, "product of powers of these columns")


def _finding(parts: tuple[str, ...], what: str) -> Finding:
    return Finding(
        "critical", parts, f"The target is a {what}, to the last digits.",
        "Are they known at the time when you predict?  If not, leave them out with role 'ignored'; "
        "if they are, you need no model.",
    )  # fmt: skip


def _parts(columns: dict[str, Floats], y: Floats) -> tuple[str, ...]:
    """Names of two or more columns whose weighted sum is y; none where there are none."""
    if len(columns) < 2 or not y.std():
        return ()
    X = np.column_stack(list(columns.values()))
    whole = ~np.isnan(X).any(axis=1)
    X, y = X[whole][:ROWS], y[whole][:ROWS]
    if len(y) < 30 or not y.std():
        return ()
    names, X, y = _fewer(list(columns), X, y)
    if len(y) < A_ROW * X.shape[1]:
        return ()
    weights = np.linalg.lstsq(X, y, rcond=1e-10)[0]
    if ((y - X @ weights) ** 2).mean() > LEFT:
        return ()
    heavy = np.argsort(-np.abs(weights))
    used = [int(i) for i in heavy if abs(weights[i]) > 1e-3][:SHOWN]
    return tuple(names[i] for i in used) if len(used) > 1 else ()


def _fewer(names: list[str], X: Floats, y: Floats) -> tuple[list[str], Floats, Floats]:
    """Centred and of spread 1; constant columns gone, of many those that go best with y."""
    y = (y - y.mean()) / y.std()
    spread = X.std(axis=0)
    varies = np.flatnonzero(spread > 0)
    X = (X[:, varies] - X[:, varies].mean(axis=0)) / spread[varies]
    best = np.argsort(-np.abs(X.T @ y), kind="stable")[: min(MOST, max(2, len(y) // A_ROW))]
    return [names[varies[i]] for i in best], X[:, best], y
