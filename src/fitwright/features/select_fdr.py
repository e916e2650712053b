"""Numbers that go along with the target by more than chance stay."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.features._selecting import Selecting
from fitwright.space import Float, Space


@dataclass
class SelectFdr(Selecting):
    """Keep the numbers whose ranks differ by class, or follow the target, by more than chance would have it.

    Each number gets the p-value of an F-test on its ranks; the Benjamini-Hochberg procedure keeps the share
    of those wrongly kept below `rate`.  Rows with weights above 0 count alike.  Categories, dates, texts and
    sparse columns are not judged and stay.

    Parameters
    ----------
    rate : of false discoveries among what stays.

    References
    ----------
    Y. Benjamini, Y. Hochberg, "Controlling the false discovery rate", 1995; W. J. Conover, R. L. Iman, "Rank
    transformations as a bridge between parametric and nonparametric statistics", 1981.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> from fitwright.tasks.regression import Regression
    >>> values = np.random.default_rng(1).normal(size=(300, 2))
    >>> table = Table.of(Numbers(("noise", "signal"), values))
    >>> step = SelectFdr().fit(table, Rows(np.exp(values[:, 1])), Regression(), 0)
    >>> step.transform(table).names
    ('signal',)
    """

    rate: float = 0.05
    imports: ClassVar[tuple[str, ...]] = ("sklearn.feature_selection",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(rate=Float(0.001, 0.5, log=True, default=0.05))

    def choose(self, x: Floats, rows: Rows, task: Task, seed: int) -> NDArray[np.bool_]:
        from scipy.stats import rankdata
        from sklearn.feature_selection import f_classif, f_regression

        varies = np.flatnonzero(x.min(0) < x.max(0))
        ranks = rankdata(x[:, varies], axis=0)
        y = rows.answers
        chance = np.ones((x.shape[1], 1 if y.ndim == 1 else y.shape[1]))
        for place, target in enumerate(y.reshape(len(y), -1).T):
            if len(varies) and target.min() < target.max():
                with np.errstate(all="ignore"):  # a column that tells all has no spread within a class
                    if task.classifies:
                        strength, p = f_classif(ranks, target)
                    else:
                        strength, p = f_regression(ranks, rankdata(target))
                p = np.where(strength < 0, 0.0, p)  # rounding can make a correlation larger than 1
                chance[varies, place] = np.nan_to_num(p, nan=1.0)
        return _discoveries(chance.min(1) * chance.shape[1], self.rate)


def _discoveries(p: Floats, rate: float) -> NDArray[np.bool_]:
    """(columns,) which p-values the procedure of Benjamini and Hochberg calls discoveries."""
    ordered = np.sort(p)
    low = np.flatnonzero(ordered <= rate * np.arange(1, len(p) + 1) / len(p))
    return p <= ordered[low[-1]] if len(low) else np.zeros(len(p), bool)
