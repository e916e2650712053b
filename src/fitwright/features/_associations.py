"""How closely columns go along with the target, among the rows learned from."""

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task


def indicators(rows: Rows, task: Task) -> Floats:
    """(rows, targets) numbers to compare with: y, or whether a row is of each class, of two the second."""
    y = rows.answers
    if not task.classifies:
        return y.astype(np.float64).reshape(len(y), -1)
    classes = np.arange(len(task.outputs))[1 if len(task.outputs) == 2 else 0 :]
    return np.equal(y[:, None], classes).astype(np.float64)


def linear(x: Floats, targets: Floats, weights: Floats | None = None) -> Floats:
    """(columns,) the largest correlation, by size, with any of (rows, targets); 0 for constant columns."""
    weighed = np.ones(len(x)) if weights is None or not weights.any() else weights
    shares = (weighed / weighed.sum())[:, None]
    x, targets = x - (shares * x).sum(0), targets - (shares * targets).sum(0)
    across = np.abs((shares * x).T @ targets)  # (columns, targets)
    spread = np.sqrt((shares * x * x).sum(0))[:, None] * np.sqrt((shares * targets * targets).sum(0))
    known = np.divide(across, spread, out=np.zeros_like(across), where=spread > 1e-12 * (1 + across))
    return np.asarray(known.max(1, initial=0.0))
