"""How far each row lies from the centres of the table's clusters."""

import warnings
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.features._projecting import Projecting, squares_between
from fitwright.space import Int, Space


@dataclass
class KMeans(Projecting):
    """Add the distance of each row to the centres of k clusters: groups of like rows, found without labels.

    Numbers and booleans are first scaled to mean 0 and standard deviation 1; missing ones count as the mean,
    and what lies beyond the range seen is cut.  Sparse columns are left alone.

    Parameters
    ----------
    keep : do the numbers stay beside the distances?
    clusters : how many; fewer where the rows are not that many different ones.

    References
    ----------
    S. P. Lloyd, "Least squares quantization in PCM", 1982.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("a",), np.array([[1.0], [1.0], [5.0], [5.0]])))
    >>> made = KMeans(clusters=2).fit(table, Rows(), None, 0).transform(table)
    >>> np.sort(made.numbers(["cluster 1 distance", "cluster 2 distance"])[0]).tolist()
    [0.0, 2.0]
    """

    clusters: int = 8
    imports: ClassVar[tuple[str, ...]] = ("sklearn.cluster",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(clusters=Int(2, 50, log=True, default=8))

    def learn(self, x: Floats, rows: Rows, task: Task, seed: int) -> list[str]:
        from sklearn.cluster import KMeans as Clusters
        from sklearn.exceptions import ConvergenceWarning
        from threadpoolctl import threadpool_limits

        count = min(self.clusters, len(np.unique(x, axis=0)))
        weights = None if rows.weights is None or not rows.weights.any() else rows.weights
        with threadpool_limits(1), warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # nearly equal rows may share a centre
            found = Clusters(count, n_init=1, random_state=seed).fit(x, sample_weight=weights)
        self.centres_ = np.asarray(found.cluster_centers_, np.float64)  # (clusters, columns)
        return [f"cluster {i + 1} distance" for i in range(count)]

    def make(self, x: Floats) -> Floats:
        return np.sqrt(squares_between(x, self.centres_))
