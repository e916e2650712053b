"""What metrics on labels share: the likeliest class, and how often which class was taken for which."""

import numpy as np

from fitwright.core.rows import Floats, Index, Rows


def taken(p: Floats) -> Index:
    """(rows,) the likeliest class; the first of equals."""
    if p.shape[1] == 2:
        return (p[:, 1] > p[:, 0]).astype(np.intp)
    return np.asarray(p.argmax(axis=1), np.intp)


def confusion(rows: Rows, p: Floats) -> Floats:
    """(classes, classes) weight of the rows of a class that were taken for a class."""
    classes = p.shape[1]
    cells = rows.answers.astype(np.intp) * classes + taken(p)
    return np.bincount(cells, rows.weights, classes**2).reshape(classes, classes).astype(np.float64)


def shares(part: Floats, whole: Floats) -> Floats:
    """`part` / `whole`, 0 where the whole is 0."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
