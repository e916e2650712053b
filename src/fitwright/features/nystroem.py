"""A smooth kernel as columns, so that a weighted sum of them bends."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task
from fitwright.features._projecting import Projecting, product, squares_between
from fitwright.space import Float, Int, Space


@dataclass
class Nystroem(Projecting):
    """Add columns whose products are nearly those of a Gaussian kernel: linear models learn smooth curves.

    Each row is compared with some rows drawn from those learned from, by exp(-width * squared distance /
    columns).  Numbers and booleans are first scaled to mean 0 and standard deviation 1; missing ones count as
    the mean, and what lies beyond the range seen is cut.  Sparse columns are left alone.

    Parameters
    ----------
    keep : do the numbers stay beside the new columns?
    components : rows to compare with, and new columns.
    width : how quickly likeness falls with distance.

    References
    ----------
    C. Williams, M. Seeger, "Using the Nyström method to speed up kernel machines", 2001.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Numbers
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Numbers(("a",), np.arange(4.0)[:, None]))
    >>> made = Nystroem(keep=False, components=4).fit(table, Rows(), None, 0).transform(table).matrix()
    >>> (made @ made.T).round(2)[0].tolist()  # of a row with itself, with its neighbour, ...
    [1.0, 0.45, 0.04, 0.0]
    """

    components: int = 100
    width: float = 1.0
    imports: ClassVar[tuple[str, ...]] = ("sklearn.kernel_approximation",)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            components=Int(20, 300, log=True, default=100), width=Float(0.05, 5.0, log=True, default=1.0)
        )

    def learn(self, x: Floats, rows: Rows, task: Task, seed: int) -> list[str]:
        from sklearn.kernel_approximation import Nystroem as Kernel
        from threadpoolctl import threadpool_limits

        self.gamma_ = self.width / x.shape[1]
        count = min(self.components, len(x))
        with threadpool_limits(1):
            found = Kernel(gamma=self.gamma_, n_components=count, random_state=seed).fit(x)
        self.points_ = np.asarray(found.components_, np.float64)  # (components, columns)
        self.turn_ = np.ascontiguousarray(found.normalization_.T)  # (components, components)
        return [f"kernel {i + 1}" for i in range(count)]

    def holds(self) -> str:
        return f"nystroem: {len(getattr(self, 'points_', ()))} rows as scaled numbers"

    def make(self, x: Floats) -> Floats:
        return product(np.exp(-self.gamma_ * squares_between(x, self.points_)), self.turn_)
