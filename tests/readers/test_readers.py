"""The ending of a file's name says which reader takes it."""

import polars as pl
import pytest

from fitwright import readers
from fitwright.core.errors import DataError
from fitwright.core.schema import Schema

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


@pytest.mark.parametrize("name", RAW)
def test_files_as_found_get_the_roles_that_a_person_would_give(name, data_folder):
    frame = readers.read(data_folder / "raw" / name)
    schema = Schema.learn(frame)
    roles = {column.name: column.role for column in schema.columns}
    assert {name: roles[name] for name in RAW[name]} == RAW[name]
    assert schema.read(frame[:100]).shape == (100, len(schema.inputs))
