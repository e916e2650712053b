"""Feather files."""

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import feather

from fitwright.checks._apart import call_apart
from fitwright.checks.readers import _read_or_refused
from fitwright.core.errors import DataError
from fitwright.readers.feather import Feather

MUTATIONS = 500


def test_types_come_back(tmp_path):
    frame = pl.DataFrame({"a": [1, None], "b": ["x", "y"]})
    frame.write_ipc(tmp_path / "a.feather")
    assert Feather().read(tmp_path / "a.feather").equals(frame)


@pytest.mark.parametrize("packed", ["uncompressed", "lz4", "zstd"])
def test_arrows_own_files_are_read(tmp_path, packed):
    columns = {
        "a": [1, None],
        "word": pa.array(["x", "y"]).dictionary_encode(),
        "nothing": pa.nulls(2),
        "list": [[1, 2, 3], None],
    }
    feather.write_feather(pa.table(columns), tmp_path / "a.feather", compression=packed)
    assert Feather().read(tmp_path / "a.feather").rows() == [
        (1, "x", None, [1, 2, 3]),
        (None, "y", None, None),
    ]


@pytest.mark.parametrize("packed", ["uncompressed", "lz4", "zstd"])
def test_large_and_empty_files_are_no_damaged_ones(tmp_path, packed):
    alike = pl.DataFrame({"a": np.zeros(300_000), "b": [None] * 300_000, "c": ["x"] * 300_000})
    for frame in (alike, alike[:0], alike.select("b")):
        frame.write_ipc(tmp_path / "a.feather", compression=packed)
        assert Feather().read(tmp_path / "a.feather").equals(frame)


@pytest.mark.slow
@pytest.mark.parametrize("packed", ["uncompressed", "lz4", "zstd"])
@pytest.mark.parametrize("writer", ["polars", "arrow"])
def test_no_damaged_file_ends_the_process(tmp_path, packed, writer):
    frame = pl.DataFrame(
        {
            "size": [1.5, None, -3.25] * 40,
            "count": range(120),
            "town": ["Rome", "a town whose name is longer than twelve", None] * 40,
            "level": pl.Series(["low", "high", "low"] * 40, dtype=pl.Categorical),
            "yes": [True, False, None] * 40,
        }
    )
    whole = tmp_path / "whole.feather"
    if writer == "polars":
        frame.write_ipc(whole, compression=packed)
    else:
        feather.write_feather(frame.to_arrow(), whole, compression=packed)
    home = tmp_path / "spoilt"
    home.mkdir()
    data, rng = whole.read_bytes(), np.random.default_rng(0)
    for number in range(MUTATIONS):
        changed = bytearray(data)
        for place in rng.integers(0, len(data), int(rng.integers(1, 4))):
            changed[place] = int(rng.choice([0, 1, 127, 128, 255, rng.integers(256)]))
        (home / f"{number}.feather").write_bytes(changed)
    assert call_apart(_read_or_refused, Feather, str(home)) == []


@pytest.mark.parametrize("data", [b"", b"no", b"ARROW1\0\0 and then nothing"])
def test_another_file_is_one_error(tmp_path, data):
    (tmp_path / "a.feather").write_bytes(data)
    with pytest.raises(DataError, match="Expected a Feather file"):
        Feather().read(tmp_path / "a.feather")
