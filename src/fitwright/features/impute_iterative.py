"""Holes in numbers become what the row's other numbers foretell."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._filling import Filling
from fitwright.features._moments import learn_even
from fitwright.features._projecting import product
from fitwright.space import Choice, Float, Int, Space

WIDE = 300
"""With more numbers than this every hole is filled with the mean: the regressions would cost too much."""


@dataclass
class ImputeIterative(Filling):
    """Fill missing numbers by ridge regressions on the other numbers, round after round.

    Each column with holes is regressed on all others, which at first have means in their holes; what is
    foretold goes into the holes and serves the next column.  Columns that had no holes when fitted get the
    mean where they miss a value later.  Foretold values stay within the range that was seen; booleans get
    the mean, cut to 0 or 1.  Infinite values become the largest or smallest finite value seen.

    Parameters
    ----------
    indicators : add boolean columns "<name> missing" for dense columns with holes when fitted, one for all
        columns that miss the same rows.
    rounds : how often all columns are gone through.
    strength : of the ridge penalty, as a share of the rows.

    References
    ----------
    S. van Buuren, C. G. M. Oudshoorn, "Flexible multivariate imputation by MICE", 1999.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> both = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, np.nan], [4.0, 8.0]])
    >>> table = Table.of(Numbers(("width", "twice"), both))
    >>> made = ImputeIterative(False, strength=1e-9).fit(table, Rows(), None, 0).transform(table)
    >>> made.matrix().round(3)[2].tolist()
    [3.0, 6.0]
    """

    rounds: int = 3
    strength: float = 0.01

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            indicators=Choice((True, False)),
            rounds=Int(1, 5, default=3),
            strength=Float(1e-4, 1.0, log=True, default=0.01),
        )

    def fill(self, values: Floats, weights: Floats | None) -> Floats:
        return learn_even(values, weights)["mean"]  # type: ignore[no-any-return]  # a state holds any value

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.order_ = np.zeros(0, np.int64)  # (columns with holes,)
        super().fit(table, rows, task, seed)
        values = table.numbers(self.names_)
        holes = np.isnan(values)
        often = holes.sum(0)
        numbers = np.array([table.roles[name] == "number" for name in self.names_], bool)
        regressed = numbers & (often > 0) & (often < len(values)) & (self.low_ < self.high_)
        if values.shape[1] > WIDE or not regressed.any():
            return self
        np.copyto(values, self.fill_, where=holes)
        values = np.clip(values, self.low_, self.high_)
        self.even_ = learn_even(values, rows.weights)
        order = np.argsort(often, kind="stable")
        self._learn(self._scaled(values), holes, order[regressed[order]], rows.weights)
        return self

    def _learn(
        self, x: Floats, holes: NDArray[np.bool_], order: NDArray[np.int64], weights: Floats | None
    ) -> None:
        """Coefficients and intercept of each round and column: (rounds, columns with holes, columns + 1)."""
        weighed = np.ones(len(x)) if weights is None or not weights.any() else weights
        self.coef_ = np.zeros((self.rounds, len(order), x.shape[1] + 1))
        for around in range(self.rounds):
            for place, column in enumerate(order.tolist()):
                there = np.where(holes[:, column], 0.0, weighed)
                others = np.delete(np.arange(x.shape[1]), column)
                found = _ridge(x[:, others], x[:, column], there, self.strength)
                self.coef_[around, place, [*others.tolist(), -1]] = found
                self._foretell(x, holes, column, self.coef_[around, place])
        self.order_ = order

    def _foretell(self, x: Floats, holes: NDArray[np.bool_], column: int, coef: Floats) -> None:
        """Write into the column's holes; its own coefficient is 0."""
        at = np.flatnonzero(holes[:, column])
        low, high = self._scaled(np.stack([self.low_, self.high_]))[:, column]
        x[at, column] = np.clip(product(x[at], coef[:-1, None])[:, 0] + coef[-1], low, high)

    def refine(self, values: Floats, holes: NDArray[np.bool_]) -> Floats:
        lacking = np.flatnonzero(holes[:, self.order_].any(1))
        if not len(lacking):
            return values
        x, some = self._scaled(values[lacking]), holes[lacking]
        for coef in self.coef_:
            for place, column in enumerate(self.order_.tolist()):
                self._foretell(x, some, column, coef[place])
        guessed = x * self.even_["scale"] + self.even_["mean"]
        for column in self.order_.tolist():
            at = np.flatnonzero(some[:, column])
            values[lacking[at], column] = guessed[at, column]
        return values

    def _scaled(self, values: Floats) -> Floats:
        """(rows, columns) of like size, row after row in memory."""
        return np.ascontiguousarray((values - self.even_["mean"]) / self.even_["scale"])


def _ridge(x: Floats, y: Floats, weights: Floats, strength: float) -> Floats:
    """(columns + 1,) coefficients and the intercept, which is not drawn to 0."""
    total = max(float(weights.sum()), 1e-300)
    middle, level = weights @ x / total, weights @ y / total
    x, y = x - middle, y - level
    bend = x.T @ (x * weights[:, None])
    bend[np.diag_indices_from(bend)] += strength * total + 1e-9
    coef = np.linalg.solve(bend, x.T @ (y * weights))
    return np.append(coef, level - middle @ coef)
