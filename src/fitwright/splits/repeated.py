"""Every row is judged several times, in other company each time."""

from dataclasses import dataclass, replace

from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.core.seeds import seed as seed_of
from fitwright.core.table import Table
from fitwright.splits._deal import deal, pairs
from fitwright.splits.splitter import Pair, Splitter


@dataclass(frozen=True)
class Repeated(Splitter):
    """K folds, cut anew several times: steadier scores where rows are few.

    Groups stay whole where there are some.

    Parameters
    ----------
    folds : how many in each repetition, at least 2; fewer where there are fewer rows or groups.
    times : repetitions, at least 1; the pairs of the first come first.

    Raises
    ------
    DataError
        There are fewer than two rows, or groups.

    Examples
    --------
    >>> import numpy as np
    >>> len(Repeated(folds=3, times=2).split(Table((), {}), Rows(np.arange(9.0)), seed=0))
    6
    """

    folds: int = 5
    times: int = 3

    def __post_init__(self) -> None:
        if self.folds < 2 or self.times < 1:
            raise SettingError(
                f"Expected at least 2 folds and 1 repetition; got {self.folds} and {self.times}."
            )

    def split(self, table: Table, rows: Rows, seed: int) -> list[Pair]:
        rows = replace(rows, time=None)
        cuts = (deal(rows, len(rows), self.folds, seed_of(seed, "time", k)) for k in range(self.times))
        return [pair for cut in cuts for pair in pairs(cut)]
