"""Numbers become their strongest common directions."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.features._projecting import Projecting, product
from fitwright.space import Choice, Int, Space

EXACT = 1000
"""Up to so many columns all directions are found, and the strongest taken."""


@dataclass
class PCA(Projecting):
    """Replace numbers by the directions in which they vary most, the strongest first.

    Numbers and booleans are first scaled to mean 0 and standard deviation 1; missing ones count as the mean,
    and what lies beyond the range seen is cut.  Sparse columns are left alone, and so is a single column.
    Weights count when scaling only.

    Parameters
    ----------
    keep : do the numbers stay beside their directions?
    components : directions at most.
    whiten : give all directions the same variance.

    References
    ----------
    H. Hotelling, "Analysis of a complex of statistical variables into principal components", 1933.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> both = np.array([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]])
    >>> table = Table.of(Numbers(("feet", "shoes"), both))
    >>> made = PCA().fit(table, Rows(), None, 0).transform(table)
    >>> made.names, made.matrix().round(3).ravel().tolist()
    (('component 1',), [-1.732, 0.0, 1.732])
    """

    keep: bool = False
    components: int = 20
    whiten: bool = False
    imports: ClassVar[tuple[str, ...]] = ("sklearn.decomposition",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(components=Int(2, 100, log=True, default=20), whiten=Choice((False, True)))

    def learn(self, x: Floats, rows: Rows, task: Task, seed: int) -> list[str]:
        from sklearn import decomposition
        from threadpoolctl import threadpool_limits

        count = min(self.components, len(x), x.shape[1])
        if len(x) < 2 or x.shape[1] < 2:
            return []
        solver = "covariance_eigh" if x.shape[1] <= EXACT else "randomized"
        with threadpool_limits(1), np.errstate(all="ignore"):  # shares of no variance are 0 / 0
            found = decomposition.PCA(count, svd_solver=solver, random_state=seed).fit(x)
        variance = found.explained_variance_
        strong = variance > 1e-9 * max(float(variance[0]), 1e-9)
        self.directions_ = np.ascontiguousarray(found.components_[strong].T)  # (columns, components)
        if self.whiten:
            self.directions_ /= np.sqrt(variance[strong])
        self.middle_ = (found.mean_[:, None] * self.directions_).sum(0)
        return [f"component {i + 1}" for i in range(self.directions_.shape[1])]

    def make(self, x: Floats) -> Floats:
        placed: Floats = product(x, self.directions_) - self.middle_
        return placed
