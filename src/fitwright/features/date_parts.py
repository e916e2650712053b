"""Dates as year, month, day, weekday, day of the year, hour and minute."""

from dataclasses import dataclass

from fitwright.core.rows import Floats
from fitwright.features._dating import Dating, Moments, calendar


@dataclass
class DateParts(Dating):
    """Add the parts of each date that vary: "joined year", "joined weekday", …, for all families.

    Month and day begin with 1, weekday with 0 for Monday, all in UTC.  The dates stay in the table.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Dates
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> days = np.array([["2024-02-29"], ["2024-03-31"]], "datetime64[us]")
    >>> table = Table.of(Dates(("joined",), days))
    >>> made = DateParts().fit(table, Rows(), None, 0).transform(table)
    >>> made.names
    ('joined', 'joined month', 'joined day', 'joined weekday', 'joined yearday')
    >>> made.numbers().tolist()
    [[2.0, 29.0, 3.0, 60.0], [3.0, 31.0, 6.0, 91.0]]
    """

    def derive(self, moments: Moments) -> dict[str, Floats]:
        return calendar(moments)
