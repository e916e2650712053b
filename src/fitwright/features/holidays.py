"""Whether a date is a public holiday, and how far the nearest ones are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._dating import Dating, Moments

FAR = 30
"""Days beyond which a holiday is no nearer than another."""
BEFORE, AFTER = 1, 30
"""Years beyond those seen when fitted that are known too."""


@dataclass
class Holidays(Dating):
    """Add "is holiday", "days to holiday" and "days since holiday" to dates, by a country's calendar.

    On request only: which country's people the rows are about is for the user to say.  The calendar is looked
    up when fitted, from the year before the first date to 30 years after the last, and kept with the step.
    Distances are at most 30 days; the dates stay in the table.  Needs the library of the extra [holidays].

    Parameters
    ----------
    country : code of two letters, such as "DE" (ISO 3166).
    region : code of a part of the country with holidays of its own, such as "BY"; "" for none.

    Examples
    --------
    >>> import pytest
    >>> _ = pytest.importorskip("holidays")
    >>> import numpy as np
    >>> from fitwright.core.blocks import Dates
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Dates(("sold",), np.array([["2024-12-24"], ["2024-12-25"]], "datetime64[us]")))
    >>> made = Holidays(country="US").fit(table, Rows(), None, 0).transform(table)
    >>> made.names[1:], made.numbers()[:, :2].tolist()
    (('sold is holiday', 'sold days to holiday', 'sold days since holiday'), [[0.0, 1.0], [1.0, 0.0]])
    """

    country: str = "US"
    region: str = ""
    needs: ClassVar[Mapping[str, str]] = {"holidays": "holidays"}

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        moments = table.dates(table.having("date"))
        there = moments[~np.isnat(moments)]
        seen = (there.min(), there.max()) if len(there) else (np.datetime64("2000-01-01"),) * 2
        first, last = (int(moment.astype("datetime64[Y]").astype(np.int64)) + 1970 for moment in seen)
        self.days_ = self._look_up(range(first - BEFORE, last + AFTER + 1))
        return super().fit(table, rows, task, seed)

    def _look_up(self, years: range) -> NDArray[np.int64]:
        """(holidays,) days since 1970, rising."""
        from holidays import country_holidays

        try:
            found = country_holidays(self.country, subdiv=self.region or None, years=years)
        except NotImplementedError as error:  # the library's word for a country or region it does not know
            raise SettingError(
                f"Expected a country and region whose holidays are known, such as 'DE' and 'BY'; got "
                f"{self.country!r} and {self.region!r}: {error}"
            ) from error
        days = np.array(sorted(found), "datetime64[D]").astype(np.int64)
        return days if len(days) else np.zeros(1, np.int64)

    def derive(self, moments: Moments) -> dict[str, Floats]:
        day = np.where(np.isnat(moments), 0, moments.astype("datetime64[D]").astype(np.int64))
        after = self.days_[np.minimum(np.searchsorted(self.days_, day), len(self.days_) - 1)]
        before = self.days_[np.maximum(np.searchsorted(self.days_, day, side="right") - 1, 0)]
        found = {
            "is holiday": after == day,
            "days to holiday": np.where(after >= day, np.minimum(after - day, FAR), FAR),
            "days since holiday": np.where(before <= day, np.minimum(day - before, FAR), FAR),
        }
        return {part: values.astype(np.float64) for part, values in found.items()}
