"""Skewed numbers become nearly normal."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.fitted import State
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import dense_names
from fitwright.features._moments import learn_even, moments
from fitwright.features._projecting import LEARNED, chosen
from fitwright.features.step import Stage, Step

BEND = 4.0
"""Powers from -4 to 4 are looked at."""


@dataclass
class Power(Step):
    """Bend each number by the power that makes it most normal (Yeo-Johnson), to mean 0 and deviation 1.

    Numbers are scaled to mean 0 and standard deviation 1 before.  What lies beyond the range seen is cut,
    infinite values too; missing values stay missing; booleans and sparse columns are left alone.  Gentler
    than `quantile`: distances keep a meaning.  Weights count when scaling, not in the choice of the power.

    References
    ----------
    I.-K. Yeo, R. A. Johnson, "A new family of power transformations", 2000.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> skewed = Table.of(Numbers(("price",), np.exp(np.linspace(0, 6, 50))[:, None]))
    >>> made = Power().fit(skewed, Rows(), None, 0).transform(skewed).matrix().ravel()
    >>> made.round(1)[[0, 25, 49]].tolist()
    [-1.0, -0.4, 1.8]
    """

    stage: ClassVar[Stage] = "encode"
    readable: ClassVar[bool] = True
    imports: ClassVar[tuple[str, ...]] = ("scipy.stats",)

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(dense_names(table, "number"))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = dense_names(table, "number")
        values = table.numbers(self.names_)
        self.even_ = learn_even(values, rows.weights)
        x = _evened(values, self.even_)
        some = x[chosen(len(x), LEARNED, seed)]
        self.power_ = np.array([_best_power(column[~np.isnan(column)]) for column in some.T], np.float64)
        self.mean_, self.scale_ = moments(_bent(x, self.power_), rows.weights)
        return self

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        values = _bent(_evened(table.numbers(self.names_), self.even_), self.power_)
        values -= self.mean_
        values /= self.scale_
        return table.replace((), Numbers(tuple(self.names_), values))


def _evened(values: Floats, learned: State) -> Floats:
    """Cut to the range seen and scaled, one column after the other in memory; NaN stays."""
    x = np.clip(values, learned["low"], learned["high"])
    return np.asfortranarray((x - learned["mean"]) / learned["scale"])


def _best_power(x: Floats) -> float:
    """The power under which (rows,) are likeliest to be normal; 1, no bend, where they do not vary."""
    from scipy.optimize import minimize_scalar
    from scipy.stats import yeojohnson_llf

    if len(x) < 3 or x.min() == x.max():
        return 1.0
    with np.errstate(all="ignore"):  # far-off powers overflow, and lose
        found = minimize_scalar(
            lambda power: -np.nan_to_num(yeojohnson_llf(power, x), nan=-1e300, neginf=-1e300),
            bounds=(-BEND, BEND),
            method="bounded",
        )
    return float(found.x)


def _bent(x: Floats, power: Floats) -> Floats:
    """(rows, columns) of Yeo-Johnson's function."""
    out = np.empty_like(x)
    for column, each in enumerate(power.tolist()):
        values = x[:, column]
        up, down = np.log1p(np.maximum(values, 0.0)), np.log1p(np.maximum(-values, 0.0))
        rising = up if abs(each) < 1e-6 else np.expm1(each * up) / each
        falling = down if abs(2 - each) < 1e-6 else np.expm1((2 - each) * down) / (2 - each)
        out[:, column] = np.where(np.isnan(values), np.nan, rising - falling)
    return out
