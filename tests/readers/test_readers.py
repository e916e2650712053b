"""The ending of a file's name says which reader takes it."""

import contextlib
from collections.abc import Mapping
from typing import ClassVar

import polars as pl
import pytest

from fitwright import readers
from fitwright.core.catalog import Catalog
from fitwright.core.errors import DataError, MissingExtra, SettingError
from fitwright.core.schema import Schema
from fitwright.readers import Reader, _folder
from fitwright.readers._pick import pick

RAW = {
    "bengaluru_house_price.csv": {"area_type": "category", "total_sqft": "number", "bath": "number"},
    "cylinder_bands.csv": {"x0": "date", "x13": "boolean", "x19": "number", "x39": "category"},
    "diabetes130.csv.gz": {"race": "category", "diag_1": "category", "examide": "constant"},
    "employee_salaries.csv": {"date_first_hired": "date", "division": "category"},
    "google_play.csv": {"App": "text", "Last Updated": "date", "Reviews": "number"},
    "ibm_attrition.csv": {"EmployeeNumber": "identifier", "Over18": "constant", "StandardHours": "constant"},
    "telco_churn.csv": {"customerID": "identifier", "TotalCharges": "number", "Partner": "boolean"},
}  # fmt: skip


def test_the_longest_ending_counts(tmp_path):
    (tmp_path / "A.CSV").write_text("a\n1\n")
    assert readers.read(str(tmp_path / "A.CSV")).rows() == [(1,)]
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "a.csv.parquet")
    assert readers.read(tmp_path / "a.csv.parquet").rows() == [(1,)]


def test_unknown_endings_and_missing_files_are_one_sentence(tmp_path):
    with pytest.raises(DataError, match=r"ends in .*\.csv.*; got 'a\.xyz'\. Convert it"):
        readers.read(tmp_path / "a.xyz")
    with pytest.raises(DataError, match=r"Expected a file at .*a\.csv'; found nothing there"):
        readers.read(tmp_path / "a.csv")
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(DataError, match="found a folder"):
        readers.read(tmp_path / "b.csv")


def test_a_folder_of_files_is_one_table_in_the_order_of_their_names(tmp_path):
    for part, year in (("b", 2023), ("a", 2024)):
        home = tmp_path / f"year={year}"
        home.mkdir()
        pl.DataFrame({"n": [year], part: [part]}).write_parquet(home / "part-0.parquet")
    (tmp_path / "_SUCCESS").write_text("")
    (tmp_path / "notes.md").write_text("how it was made")
    frame = readers.read(tmp_path)
    assert frame.columns == ["n", "b", "year", "a"]
    assert frame.rows() == [(2023, "b", "2023", None), (2024, None, "2024", "a")]


def test_a_folder_holds_one_format_and_columns_that_fit(tmp_path):
    pl.DataFrame({"a": [1]}).write_csv(tmp_path / "0.csv")
    pl.DataFrame({"a": ["x"]}).write_csv(tmp_path / "1.csv")
    assert readers.read(tmp_path).rows() == [("1",), ("x",)]
    pl.DataFrame({"a": [1]}).write_parquet(tmp_path / "2.parquet")
    with pytest.raises(DataError, match=r"files of several formats \(csv, parquet\)"):
        readers.read(tmp_path)


def test_files_whose_columns_cannot_be_one_are_one_sentence(tmp_path):
    pl.DataFrame({"a": [[1]]}).write_parquet(tmp_path / "0.parquet")
    pl.DataFrame({"a": [1.5]}).write_parquet(tmp_path / "1.parquet")
    with contextlib.suppress(DataError):
        readers.read(tmp_path)


@pytest.mark.parametrize(
    "ending", [".csv", ".tsv.gz", ".parquet", ".feather", ".jsonl", ".ndjson.gz", ".arff"]
)
def test_what_a_reader_writes_it_reads(tmp_path, ending):
    frame = pl.DataFrame({"a": [1.5, None], "b": ["x, y", None]})
    path = tmp_path / f"a{ending}"
    readers.write(frame, str(path))
    assert readers.read(path).equals(frame)


def test_a_folder_is_written_in_parts_that_are_read_in_their_order(tmp_path, monkeypatch):
    monkeypatch.setattr(_folder, "ROWS", 3)
    frame = pl.DataFrame({"a": range(7), "b": [None, *"bcdefg"]})
    readers.write(frame, f"{tmp_path}/new/")
    names = ["part-00000.parquet", "part-00001.parquet", "part-00002.parquet"]
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == names
    assert readers.read(tmp_path / "new").equals(frame)
    (tmp_path / "empty").mkdir()
    readers.write(frame[:0], tmp_path / "empty")
    assert readers.read(tmp_path / "empty").equals(frame[:0])


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    frame = pl.DataFrame({"a": [1]})
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(SettingError, match="holds files"):
        readers.write(frame, tmp_path)
    with pytest.raises(SettingError, match="in one that exists"):
        readers.write(frame, f"{tmp_path}/no/such/")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_a_folder_that_cannot_be_filled_is_not_made(tmp_path, monkeypatch):
    write, room = pl.DataFrame.write_parquet, iter([True, False])

    def full(frame, path):
        if not next(room):
            raise OSError("No space left on device")
        write(frame, path)

    monkeypatch.setattr(_folder, "ROWS", 1)
    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(OSError, match="No space"):
        readers.write(pl.DataFrame({"a": [1, 2]}), f"{tmp_path}/new/")
    assert not list(tmp_path.iterdir())


def test_what_no_reader_writes_is_refused_with_those_that_do(tmp_path):
    with pytest.raises(SettingError, match=r"ends in .*\.parquet.*; got 'a\.docx'"):
        readers.writer(tmp_path / "a.docx")
    with pytest.raises(SettingError, match=r"got 'a\.xls'"):
        readers.writer(tmp_path / "a.xls")


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("data/people.csv.gz", "people"),
        ("people.tar.csv", "people.tar"),
        ("data/", "data"),
        ("shop.xlsx", "shop"),
        ("sqlite:///data/shop.db?table=main.orders", "main_orders"),
        ("sqlite:///data/shop.db?query=select 1", "shop"),
        (".", "table"),
    ],
)
def test_a_table_has_a_short_name(source, name):
    assert readers.stem(source) == name


def test_a_reader_whose_library_is_missing_says_what_to_install(tmp_path):
    class Odd(Reader):
        suffixes = (".odd",)
        needs: ClassVar[Mapping[str, str]] = {"no_such_library": "odd"}

        def read(self, path):
            raise AssertionError("never asked")

    catalog = Catalog("fitwright.readers", Reader)
    catalog.add("odd", Odd)
    (tmp_path / "a.odd").write_text("x")
    with pytest.raises(
        MissingExtra, match=r"odd needs no_such_library \(extra \[odd\]\): pip install no_such"
    ):
        pick(catalog, tmp_path / "a.odd")


@pytest.mark.parametrize("name", RAW)
def test_files_as_found_get_the_roles_that_a_person_would_give(name, data_folder):
    frame = readers.read(data_folder / "raw" / name)
    schema = Schema.learn(frame)
    roles = {column.name: column.role for column in schema.columns}
    assert {name: roles[name] for name in RAW[name]} == RAW[name]
    assert schema.read(frame[:100]).shape == (100, len(schema.inputs))
