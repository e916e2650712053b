"""Holes in numbers become the column's median."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.rows import Floats
from fitwright.features._filling import Filling


@dataclass
class ImputeMedian(Filling):
    """Fill missing numbers with the median of the rows learned from: robust, the usual choice.

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
    >>> table = Table.of(Numbers(("age",), np.array([[20.0], [np.nan], [40.0], [60.0]])))
    >>> ImputeMedian().fit(table, Rows(), None, 0).transform(table).matrix().tolist()
    [[20.0, 0.0], [40.0, 1.0], [40.0, 0.0], [60.0, 0.0]]
    """

    def fill(self, values: Floats, weights: Floats | None) -> Floats:
        rows, columns = values.shape
        if weights is None:
            ordered = np.sort(values, 0)  # NaN goes last
            count = rows - np.isnan(values).sum(0)
            low, high = (
                np.maximum(count - 1, 0) // 2,
                count // 2,
            )  # (columns,) the middle, or the two around it
        else:
            order = np.argsort(values, 0)
            ordered = np.take_along_axis(values, order, 0)
            below = np.cumsum(np.where(np.isnan(ordered), 0.0, weights[order]), 0)
            half = below[-1] / 2
            low, high = (below < half).sum(0), (below <= half).sum(0)
        each = np.arange(columns)
        middle: Floats = (ordered[low, each] + ordered[np.minimum(high, rows - 1), each]) / 2
        return middle
