"""Squares of numbers, and products of two."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.features._associations import indicators, linear
from fitwright.features._projecting import Projecting
from fitwright.space import Choice, Int, Space


@dataclass
class Polynomial(Projecting):
    """Add "a × b" for pairs of numbers and "a²" for each: linear models learn bends and what goes together.

    Numbers and booleans are first scaled to mean 0 and standard deviation 1; missing ones count as the mean,
    and what lies beyond the range seen is cut.  Of many columns those are taken that go along with the target
    most closely, among the rows learned from.  Sparse columns are left alone.

    Parameters
    ----------
    keep : do the numbers stay beside their products?
    columns : how many are multiplied at most; n of them make n * (n + 1) / 2 products.
    squares : add squares too, of what has more than two values.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.tasks.regression import Regression
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("a", "b"), np.array([[1.0, 5.0], [2.0, 3.0], [3.0, 1.0]])))
    >>> rows = Rows(np.array([1.0, 2.0, 4.0]))
    >>> Polynomial().fit(table, rows, Regression(), 0).transform(table).names
    ('a', 'b', 'a × b', 'a²', 'b²')
    """

    columns: int = 12
    squares: bool = True

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(columns=Int(3, 25, log=True, default=12), squares=Choice((True, False)))

    def learn(self, x: Floats, rows: Rows, task: Task, seed: int) -> list[str]:
        varies = np.flatnonzero(x.min(0) < x.max(0))
        if len(varies) > self.columns:
            close = linear(x[:, varies], indicators(rows, task), rows.weights)
            varies = np.sort(varies[np.argsort(-close, kind="stable")[: self.columns]])
        pairs = list(combinations(varies.tolist(), 2))
        if self.squares:
            pairs += [(at, at) for at in varies.tolist() if len(np.unique(x[:, at])) > 2]
        self.pairs_ = np.array(pairs, np.int64).reshape(-1, 2)
        names = self.names_
        return [f"{names[a]}²" if a == b else f"{names[a]} × {names[b]}" for a, b in pairs]

    def make(self, x: Floats) -> Floats:
        return x[:, self.pairs_[:, 0]] * x[:, self.pairs_[:, 1]]
