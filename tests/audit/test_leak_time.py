"""Dates after the row's own time."""

import numpy as np

from tests.audit._acts import columns_of, found, labels, noise

DAYS = np.datetime64("2024-01-01", "us") + (np.arange(300) * 86_400_000_000).astype("timedelta64[us]")


def test_a_date_after_the_rows_time_is_critical():
    later = DAYS + np.timedelta64(30 * 86_400_000_000, "us")
    columns = {**noise(), "asked": DAYS, "closed": later, "born": DAYS - np.timedelta64(10**15, "us")}
    findings = found("leak_time", columns, labels(), time="asked")
    assert columns_of(findings) == ["closed"]
    assert "30 days" in findings[0].seen


def test_times_may_come_beside_the_table_and_as_text():
    columns = {**noise(), "closed": [str(day)[:10] for day in DAYS]}
    assert columns_of(found("leak_time", columns, labels(), time=DAYS - np.timedelta64(5, "D"))) == ["closed"]
    asked = {**columns, "asked": [str(day)[:10] for day in DAYS - np.timedelta64(5, "D")]}
    assert columns_of(found("leak_time", asked, labels(), time="asked")) == ["closed"]


def test_without_times_or_with_mere_numbers_nothing_is_said():
    columns = {**noise(), "closed": DAYS}
    assert not found("leak_time", columns, labels())
    assert not found("leak_time", columns, labels(), time=np.arange(300))
