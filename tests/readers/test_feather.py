"""Feather files."""

import polars as pl
import pyarrow as pa
import pytest
from pyarrow import feather

from fitwright.core.errors import DataError
from fitwright.readers.feather import Feather


def test_types_come_back(tmp_path):
    frame = pl.DataFrame({"a": [1, None], "b": ["x", "y"]})
    frame.write_ipc(tmp_path / "a.feather")
    assert Feather().read(tmp_path / "a.feather").equals(frame)


def test_arrows_own_files_are_read(tmp_path):
    feather.write_feather(pa.table({"a": [1, 2]}), tmp_path / "a.feather")
    assert Feather().read(tmp_path / "a.feather").to_dicts() == [{"a": 1}, {"a": 2}]


@pytest.mark.parametrize("data", [b"", b"no", b"ARROW1\0\0 and then nothing"])
def test_another_file_is_one_error(tmp_path, data):
    (tmp_path / "a.feather").write_bytes(data)
    with pytest.raises(DataError, match="Expected a Feather file"):
        Feather().read(tmp_path / "a.feather")
