"""Every row is judged once, by what has seen none of its group."""

from dataclasses import dataclass

from fitwright.core.errors import DataError, SettingError
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.splits._deal import deal, pairs
from fitwright.splits.splitter import Pair, Splitter


@dataclass(frozen=True)
class Groups(Splitter):
    """K folds that keep each group whole, and classes or quantiles as even as that allows.

    For rows that belong together: of one patient, shop or document.  A model that may recognise them would
    look better than it is.

    Parameters
    ----------
    folds : how many, at least 2; fewer where there are fewer groups.

    Raises
    ------
    DataError
        The rows carry no groups, or one only.
    """

    folds: int = 5

    def __post_init__(self) -> None:
        if self.folds < 2:
            raise SettingError(f"Expected at least 2 folds; got {self.folds}.")

    def split(self, table: Table, rows: Rows, seed: int) -> list[Pair]:
        if rows.groups is None:
            raise DataError("Expected rows that carry groups; these do not. Name the column that holds them.")
        return pairs(deal(rows, len(rows), self.folds, seed))
