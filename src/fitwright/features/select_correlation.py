"""Of numbers that say nearly the same, the simplest stays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.features._selecting import Selecting
from fitwright.space import Float, Space


@dataclass
class SelectCorrelation(Selecting):
    """Drop each number that goes up and down with an earlier one that stays.

    Steps put what they make behind the columns of the user, so the earlier one is the simpler formula.  The
    target is not looked at.  Categories, dates, texts and sparse columns are not judged and stay.

    Parameters
    ----------
    above : correlations of this size or more make a near-duplicate.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> size = np.arange(20.0)
    >>> columns = np.stack([size, -2 * size + 1, size % 7], axis=1)
    >>> table = Table.of(Numbers(("size", "twice", "week"), columns))
    >>> SelectCorrelation().fit(table, Rows(), None, 0).transform(table).names
    ('size', 'week')
    """

    above: float = 0.95

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(above=Float(0.8, 0.999, default=0.95))

    def choose(self, x: Floats, rows: Rows, task: Task, seed: int) -> NDArray[np.bool_]:
        x = x - x.mean(0)
        spread = np.sqrt((x * x).sum(0))
        x = np.divide(x, spread, out=np.zeros_like(x), where=spread > 1e-9)
        kept = np.ones(x.shape[1], bool)
        for column in range(1, x.shape[1]):
            before = np.flatnonzero(kept[:column])
            kept[column] = np.abs(x[:, column] @ x[:, before]).max(initial=0.0) < self.above
        return kept
