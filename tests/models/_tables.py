"""Tables of numbers, dense or sparse."""

import numpy as np
from scipy import sparse as scipy_sparse

from fitwright import tasks
from fitwright.core.blocks import Numbers, Sparse
from fitwright.core.rows import Rows
from fitwright.core.table import Table


def numbers(x):
    """A table of these columns: (rows, columns)."""
    return Table.of(Numbers(_names(x), np.asfortranarray(x, np.float64)))


def sparse(x):
    """The same as a sparse block."""
    return Table.of(Sparse(_names(x), scipy_sparse.csr_matrix(x)))


def posed(y, kind=None, weights=None):
    """The task that `y` poses, and its rows."""
    task = tasks.infer(y, kind)
    return task, Rows(task.encode(np.asarray(y)), weights)


def _names(x):
    return tuple(f"c{i}" for i in range(x.shape[1]))
