"""Holes in numbers become the column's mean."""

from dataclasses import dataclass

from fitwright.core.rows import Floats
from fitwright.features._filling import Filling
from fitwright.features._moments import moments


@dataclass
class ImputeMean(Filling):
    """Fill missing numbers with the mean of the rows learned from: right on average, drawn off by outliers.

    Weights count as in a table where rows are repeated.  Infinite values become the largest or smallest
    finite value seen, booleans stay 0 or 1, and a column without any value is filled with 0.

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
    >>> table = Table.of(Numbers(("age",), np.array([[20.0], [np.nan], [50.0]])))
    >>> ImputeMean(False).fit(table, Rows(), None, 0).transform(table).matrix().ravel().tolist()
    [20.0, 35.0, 50.0]
    """

    def fill(self, values: Floats, weights: Floats | None) -> Floats:
        return moments(values, weights)[0]
