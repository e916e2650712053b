"""Parquet files."""

import datetime as dt

import polars as pl
import pytest

from fitwright.core.errors import DataError
from fitwright.readers.parquet import Parquet


def test_types_come_back(tmp_path):
    frame = pl.DataFrame({"a": [1, None], "b": ["x", "y"], "c": [dt.date(2024, 1, 31), None]})
    frame.write_parquet(tmp_path / "a.parquet")
    assert Parquet().read(tmp_path / "a.parquet").equals(frame)


@pytest.mark.parametrize("data", [b"", b"PAR1", b"no parquet at all"])
def test_another_file_is_one_error(tmp_path, data):
    (tmp_path / "a.parquet").write_bytes(data)
    with pytest.raises(DataError, match=r"Expected a Parquet file; 'a\.parquet' cannot be read as one"):
        Parquet().read(tmp_path / "a.parquet")
