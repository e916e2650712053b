"""Many numbers become a few random sums of them."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.features._projecting import Projecting, product
from fitwright.space import Int, Space


@dataclass
class RandomProjection(Projecting):
    """Replace many numbers by a few sums with random weights, which keep distances nearly as they are.

    Costs nothing to learn, where `pca` would be slow.  Numbers and booleans are first scaled to mean 0 and
    standard deviation 1; missing ones count as the mean, and what lies beyond the range seen is cut.  Sparse
    columns are left alone, and so are numbers that are not more than `components`.

    Parameters
    ----------
    keep : do the numbers stay beside the sums?
    components : how many sums.

    References
    ----------
    W. B. Johnson, J. Lindenstrauss, "Extensions of Lipschitz mappings into a Hilbert space", 1984.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(tuple("abcd"), np.random.default_rng(0).normal(size=(9, 4))))
    >>> RandomProjection(components=2).fit(table, Rows(), None, 0).transform(table).names
    ('projection 1', 'projection 2')
    """

    keep: bool = False
    components: int = 50

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(components=Int(10, 200, log=True, default=50))

    def learn(self, x: Floats, rows: Rows, task: Task, seed: int) -> list[str]:
        if x.shape[1] <= self.components:
            return []
        drawn = np.random.default_rng(seed).standard_normal((x.shape[1], self.components))
        self.weights_ = drawn / np.sqrt(self.components)
        return [f"projection {i + 1}" for i in range(self.components)]

    def make(self, x: Floats) -> Floats:
        return product(x, self.weights_)
