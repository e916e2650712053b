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
    indicators : add boolean columns "<name> missing" for dense columns with holes when fitted, one for all
        columns that miss the same rows.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("rooms",), np.array([[3.0], [np.nan], [3.0], [9.0]])))
    >>> ImputeMostFrequent(False).fit(table, Rows(), None, 0).transform(table).matrix().ravel().tolist()
    [3.0, 3.0, 3.0, 9.0]
    """

    def fill(self, values: Floats, weights: Floats | None) -> Floats:
        rows, columns = values.shape
        column = np.repeat(np.arange(columns), rows)
        if weights is None:
            ordered = np.sort(values, 0).ravel("F")  # column after column, rising, NaN last in each
            worth = (~np.isnan(ordered)).astype(np.float64)
        else:
            order = np.argsort(values, 0).ravel("F")
            ordered = values[order, column]
            worth = np.where(np.isnan(ordered), 0.0, weights[order])
        new = np.append(True, (ordered[1:] != ordered[:-1]) | (column[1:] != column[:-1]))
        begins = np.flatnonzero(new)  # (runs of equal values,)
        held, first = np.add.reduceat(worth, begins), np.searchsorted(begins, np.arange(columns) * rows)
        most = np.maximum.reduceat(held, first)
        best = np.flatnonzero(held == most[column[begins]])
        first = np.searchsorted(begins[best], np.arange(columns) * rows)
        frequent: Floats = ordered[begins[best[first]]]
        return frequent
