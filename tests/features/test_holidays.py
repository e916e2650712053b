"""Public holidays, kept with the step: a loaded one needs no calendar."""

import sys

import numpy as np
import pytest

from fitwright.core.blocks import Dates
from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features.holidays import Holidays
from tests.features.tables import REGRESSION

pytest.importorskip("holidays")


def table_of(*days):
    return Table.of(Dates(("d",), np.array(days, "datetime64[us]")[:, None]))


YEAR = table_of(*np.arange("2023-01-01", "2024-01-01", dtype="datetime64[D]"))


def test_distances_to_holidays_before_and_after():
    step = Holidays(country="DE").fit(YEAR, Rows(), REGRESSION, 0)
    made = step.transform(
        table_of("2024-12-25T18:00", "2024-12-24", "2024-12-28", "2024-07-15", "NaT")
    ).numbers()
    assert made[:, 0].tolist()[:4] == [1, 0, 0, 0]
    assert made[:, 1].tolist()[:4] == [0, 1, 4, 30]
    assert made[:, 2].tolist()[:4] == [0, 30, 2, 30]
    assert np.isnan(made[4]).all()


def test_a_region_has_its_own():
    corpus = table_of("2024-05-30")
    made = [
        Holidays("DE", region).fit(YEAR, Rows(), REGRESSION, 0).transform(corpus) for region in ("BY", "BE")
    ]
    assert [table.numbers(["d is holiday"])[0, 0] for table in made] == [1, 0]


def test_a_loaded_step_needs_no_library(monkeypatch):
    state = Holidays(country="FR").fit(YEAR, Rows(), REGRESSION, 0).state()
    monkeypatch.setitem(sys.modules, "holidays", None)
    made = Holidays.from_state(state).transform(table_of("2040-07-14"))
    assert made.numbers(["d is holiday"])[0, 0] == 1


def test_an_unknown_country_is_refused():
    with pytest.raises(SettingError, match="'XX'"):
        Holidays(country="XX").fit(YEAR, Rows(), REGRESSION, 0)
