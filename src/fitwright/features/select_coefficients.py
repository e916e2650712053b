"""The numbers that a sparse linear model needs stay."""

import warnings
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.features._associations import indicators
from fitwright.features._selecting import Selecting
from fitwright.space import Float, Space


@dataclass
class SelectCoefficients(Selecting):
    """Keep the numbers to which a lasso gives a coefficient that is not 0, for the target or for any class.

    Classes are regressed as 0 and 1.  Of numbers that say the same one stays, and what bends both ways is not
    seen.  Categories, dates, texts and sparse columns are not judged and stay.

    Parameters
    ----------
    strength : of the absolute penalty, as a share of what correlations by chance reach: the more rows, the
        less it takes to stay.

    References
    ----------
    R. Tibshirani, "Regression shrinkage and selection via the lasso", 1996.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> from fitwright.tasks.regression import Regression
    >>> values = np.random.default_rng(0).normal(size=(500, 2))
    >>> table = Table.of(Numbers(("noise", "signal"), values))
    >>> step = SelectCoefficients().fit(table, Rows(values[:, 1]), Regression(), 0)
    >>> step.transform(table).names
    ('signal',)
    """

    strength: float = 0.5
    imports: ClassVar[tuple[str, ...]] = ("sklearn.linear_model",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(strength=Float(0.05, 2.0, log=True, default=0.5))

    def choose(self, x: Floats, rows: Rows, task: Task, seed: int) -> NDArray[np.bool_]:
        from sklearn.exceptions import ConvergenceWarning
        from sklearn.linear_model import Lasso
        from threadpoolctl import threadpool_limits

        weights = np.ones(len(x)) if rows.weights is None else rows.weights
        chance = np.sqrt(2 * np.log(x.shape[1]) / len(x))
        kept = np.zeros(x.shape[1], bool)
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # nearly there is near enough to choose by
            for target in indicators(rows, task).T:
                if (spread := float(target.std())) > 0:
                    found = Lasso(self.strength * chance * spread, max_iter=300, tol=1e-3)
                    kept |= found.fit(x, target, sample_weight=weights).coef_ != 0
        return kept
