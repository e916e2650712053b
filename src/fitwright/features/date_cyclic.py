"""Dates as points on circles: December lies beside January."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fitwright.core.rows import Floats
from fitwright.features._dating import Dating, Moments, calendar

TURNS: Mapping[str, tuple[str, float, float]] = {
    "yearday": ("year", 1.0, 365.25),
    "day": ("month", 1.0, 31.0),
    "weekday": ("week", 0.0, 7.0),
}
"""Part of the calendar to the circle's name, where it begins, and how long one turn is."""


@dataclass
class DateCyclic(Dating):
    """Add sine and cosine of the place in the year, month, week and day, for models that weigh or compare.

    Trees do well with `date_parts`.  Only circles on which the rows learned from move are made; the dates
    stay in the table.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Dates
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> moments = np.array([["2024-02-29T00"], ["2024-02-29T06"]], "datetime64[us]")
    >>> table = Table.of(Dates(("seen",), moments))
    >>> made = DateCyclic().fit(table, Rows(), None, 0).transform(table)
    >>> made.names
    ('seen', 'seen day sine', 'seen day cosine')
    >>> made.numbers().round(9).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """

    readable: ClassVar[bool] = False  # nobody thinks of a day as a sine

    def derive(self, moments: Moments) -> dict[str, Floats]:
        parts = calendar(moments)
        turned = {name: (parts[part] - begin) / length for part, (name, begin, length) in TURNS.items()}
        turned["day"] = (parts["hour"] + parts["minute"] / 60) / 24
        found: dict[str, Floats] = {}
        for name, turns in turned.items():
            found[f"{name} sine"] = np.sin(2 * np.pi * turns)
            found[f"{name} cosine"] = np.cos(2 * np.pi * turns)
        return found
