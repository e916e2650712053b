"""What came later is judged by what was known before."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.errors import DataError, SettingError
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.splits.splitter import Pair, Splitter


@dataclass(frozen=True)
class Time(Splitter):
    """Cuts the last part of the time into folds; each is judged by what learned from all rows before it.

    Rows of one moment stay on one side.  There are fewer folds where there are fewer moments.  Groups may
    appear on both sides: what is asked is the future of the same patients or shops.

    Parameters
    ----------
    folds : how many, at least 1.
    share : of the rows that are judged in all folds together, above 0 and below 1; one fold never takes more
        than 0.2 of the rows.

    Raises
    ------
    DataError
        The rows carry no time, some have none, or all have the same.

    Examples
    --------
    >>> rows = Rows(np.zeros(10), time=np.arange(10.0))
    >>> [judge.tolist() for learn, judge in Time(folds=2).split(Table((), {}), rows, seed=0)]
    [[6, 7], [8, 9]]
    """

    folds: int = 3
    share: float = 0.5

    ordered = True

    def __post_init__(self) -> None:
        if self.folds < 1 or not 0 < self.share < 1:
            raise SettingError(
                f"Expected at least 1 fold and a share between 0 and 1; got {self.folds} and {self.share}."
            )

    def split(self, table: Table, rows: Rows, seed: int) -> list[Pair]:
        if rows.time is None:
            raise DataError("Expected rows that carry a time; these do not. Name the column that holds it.")
        if missing := int((~np.isfinite(rows.time)).sum()):
            raise DataError(
                f"Expected a time in each row; {missing} of {len(rows)} have none. Leave them out."
            )
        moments, moment, sizes = np.unique(rows.time, return_inverse=True, return_counts=True)
        if len(moments) < 2:
            raise DataError(
                f"Expected at least two different times; all {len(rows)} rows have the same. "
                "Name another column for the time, or none."
            )
        starts = self._starts(np.cumsum(sizes)[:-1], len(rows))
        ends = [*starts[1:], len(moments)]
        return [
            (np.flatnonzero(moment < start), np.flatnonzero((moment >= start) & (moment < end)))
            for start, end in zip(starts, ends, strict=True)
        ]

    def _starts(self, before: np.ndarray[tuple[int], np.dtype[np.int64]], count: int) -> list[int]:
        """The moment that begins each fold; `before` (moments - 1,) counts the rows that lie before each."""
        each = min(self.share / self.folds, 0.2) * count
        wanted = count - each * np.arange(self.folds, 0, -1)
        return sorted({int(np.abs(before - at).argmin()) + 1 for at in wanted})
