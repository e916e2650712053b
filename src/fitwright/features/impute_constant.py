"""Holes in numbers become one given value."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.rows import Floats
from fitwright.features._filling import Filling


@dataclass
class ImputeConstant(Filling):
    """Fill missing numbers with one value: 0 where missing means none, or one that no row has.

    Infinite values become the largest or smallest finite value seen when fitted.

    Parameters
    ----------
    indicators : add boolean columns "<name> missing" for dense columns with holes when fitted, one for all
        columns that miss the same rows.
    value : what every hole becomes.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("debts",), np.array([[20.0], [np.nan]])))
    >>> ImputeConstant(False, -1.0).fit(table, Rows(), None, 0).transform(table).matrix().tolist()
    [[20.0], [-1.0]]
    """

    value: float = 0.0

    def fill(self, values: Floats, weights: Floats | None) -> Floats:
        return np.full(values.shape[1], self.value)
