"""Every row is judged once."""

from dataclasses import dataclass

from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.splits._deal import deal, pairs
from fitwright.splits.splitter import Pair, Splitter


@dataclass(frozen=True)
class KFold(Splitter):
    """Cuts the rows at random into folds of equal size, with equal shares of each class or quantile.

    Parameters
    ----------
    folds : how many, at least 2; fewer where there are fewer rows.

    Raises
    ------
    DataError
        There are fewer than two rows.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> rows = Rows(np.array([0, 0, 0, 1, 1, 1]))
    >>> [judge.size for learn, judge in KFold(3).split(Table(()  , {}), rows, seed=0)]
    [2, 2, 2]
    """

    folds: int = 5

    def __post_init__(self) -> None:
        if self.folds < 2:
            raise SettingError(
                f"Expected at least 2 folds; got {self.folds}. For a single split use holdout."
            )

    def split(self, table: Table, rows: Rows, seed: int) -> list[Pair]:
        loose = Rows(rows.y)
        return pairs(deal(loose, len(rows), self.folds, seed))
