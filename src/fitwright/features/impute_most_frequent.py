"""Holes in numbers become the value that comes most often."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.rows import Floats
from fitwright.features._filling import Filling


@dataclass
class ImputeMostFrequent(Filling):
    """Fill missing numbers with the most frequent one: for counts, grades and booleans.

    The smallest wins a tie; weights count as in a table where rows are repeated.  Infinite values become the
    largest or smallest finite value seen, and a column without any value is filled with 0.  Categories keep
    their holes: the encoders treat missing as a level of its own.

    Parameters
    ----------
    indicators : add a boolean column "<name> missing" for each dense column that had holes when fitted.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("rooms",), np.array([[3.0], [np.nan], [3.0], [9.0]])))
    >>> ImputeMostFrequent().fit(table, Rows(), None, 0).transform(table).matrix().ravel().tolist()
    [3.0, 3.0, 3.0, 9.0]
    """

    def fill(self, values: Floats, weights: Floats | None) -> Floats:
        rows, columns = values.shape
        order = np.argsort(values, 0, kind="stable").ravel("F")
        column = np.repeat(np.arange(columns), rows)
        ordered = values[order, column]  # column after column, rising, NaN last in each
        worth = np.where(np.isnan(ordered), 0.0, 1.0 if weights is None else weights[order])
        begins = np.flatnonzero((ordered != np.roll(ordered, 1)) | (column != np.roll(column, 1)))
        held = np.add.reduceat(worth, begins) if len(begins) else worth
        best = np.lexsort(
            (np.arange(len(begins)), -held, column[begins])
        )  # each column's runs, heaviest first
        first = np.searchsorted(column[begins], np.arange(columns))
        return ordered[begins[best[first]]]
