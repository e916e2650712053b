"""A part of the rows is judged, once."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.errors import DataError, SettingError
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.splits._deal import few, part
from fitwright.splits.splitter import Pair, Splitter


@dataclass(frozen=True)
class Holdout(Splitter):
    """One pair: a random share of the rows is judged, the rest is learned from; for very many rows.

    Classes or quantiles keep their shares, and groups stay whole where there are some.

    Parameters
    ----------
    share : of the rows to judge on, above 0 and at most 0.5.

    Raises
    ------
    DataError
        There are fewer than two rows, or all belong to one group.
    """

    share: float = 0.2

    def __post_init__(self) -> None:
        if not 0 < self.share <= 0.5:
            raise SettingError(f"Expected a share above 0 and at most 0.5; got {self.share}.")

    def split(self, table: Table, rows: Rows, seed: int) -> list[Pair]:
        if len(rows) < 2:
            raise few(len(rows))
        if rows.groups is not None and len(np.unique(rows.groups)) < 2:
            raise DataError(
                "Expected at least two groups to split by; got one. Name another column, or none."
            )
        judged = part(rows, len(rows), self.share, seed)
        return [(np.flatnonzero(~judged), np.flatnonzero(judged))]
