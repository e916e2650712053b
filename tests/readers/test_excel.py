"""Workbooks of Excel and its kin."""

import datetime as dt

import polars as pl
import pytest

from fitwright import readers
from fitwright.core.errors import DataError, SettingError
from fitwright.readers import excel
from fitwright.readers.excel import Excel

pytest.importorskip("fastexcel")
xlsxwriter = pytest.importorskip("xlsxwriter")


@pytest.fixture
def book(tmp_path):
    """Makes a workbook from rows of cells for each sheet."""

    def make(**sheets):
        path = tmp_path / "book.xlsx"
        with xlsxwriter.Workbook(path) as workbook:
            for name, rows in sheets.items():
                sheet = workbook.add_worksheet(name)
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        return path

    return make


def test_what_is_written_is_read(tmp_path):
    frame = pl.DataFrame(
        {
            "name": ["Ada", None, 'Al, "x"'],
            "size": [1.5, None, -3e9],
            "day": [dt.date(2024, 1, 31), None, dt.date(1999, 12, 31)],
            "yes": [True, False, None],
        }
    )
    path = tmp_path / "a.xlsx"
    readers.writer(path).write(frame, path)
    assert readers.read(path).equals(frame)


def test_the_first_sheet_that_holds_anything_is_read(book):
    path = book(empty=[], prices=[["n", "town"], [1, "Rome"], [2.5, "Bonn"]], more=[["x"], [1]])
    assert Excel().read(path).rows() == [(1.0, "Rome"), (2.5, "Bonn")]


def test_columns_of_several_types_are_text(book):
    frame = Excel().read(book(a=[["code"], [1], ["x"], [2.5]]))
    assert frame["code"].dtype == pl.String
    assert frame["code"].to_list()[1] == "x"


def test_a_workbook_with_nothing_in_it_is_one_error(book):
    with pytest.raises(DataError, match=r"'book\.xlsx' has none"):
        Excel().read(book(a=[], b=[]))


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04 and then nothing"])
def test_another_file_is_one_error(tmp_path, data):
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(DataError, match=r"Expected a workbook; 'a\.xlsx' cannot be read as one"):
        Excel().read(tmp_path / "a.xlsx")


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(excel, "ROWS", 3)
    with pytest.raises(SettingError, match="Expected fewer than 3 rows"):
        Excel().write(pl.DataFrame({"a": [1, 2, 3]}), tmp_path / "a.xlsx")


def test_another_sheet_is_named_after_the_path(book):
    path = book(notes=[["read me"], ["x"]], May=[["n"], [5]])
    assert readers.read(f"{path}#May").rows() == [(5.0,)]
    assert readers.read(f"{path}#may").rows() == [(5.0,)]
    assert readers.read(path).columns == ["read me"]
    assert readers.stem(f"{path}#May") == "book_May"
    with pytest.raises(DataError, match=r"'book\.xlsx' \('notes', 'May'\) after '#'; got 'June'"):
        readers.read(f"{path}#June")
    with pytest.raises(DataError, match=r"first row of sheet 'none'"):
        readers.read(f"{book(none=[], May=[['n'], [5]])}#none")


def test_a_file_that_is_called_so_is_read(book):
    path = book(a=[["n"], [5]])
    named = path.with_name("5#a.xlsx")
    path.rename(named)
    assert readers.read(named).rows() == [(5.0,)]
    assert readers.read(f"{named}#a").rows() == [(5.0,)]
