"""JSON lines."""

import contextlib
import gzip
import json

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.errors import DataError
from fitwright.readers.jsonl import JSONLines


@pytest.fixture
def read(tmp_path):
    def write_and_read(text, name="a.jsonl"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return JSONLines().read(path)

    return write_and_read


def test_keys_are_columns_and_a_key_that_is_not_there_is_missing(read):
    frame = read('{"a": 1, "b": "x"}\n{"b": null, "c": true}\n\n')
    assert frame.to_dicts() == [{"a": 1, "b": "x", "c": None}, {"a": None, "b": None, "c": True}]


def test_gzip(read):
    assert read(gzip.compress(b'{"a": 1}\n'), "a.jsonl.gz").to_dicts() == [{"a": 1}]
    with pytest.raises(DataError, match="Expected a whole gzip file"):
        read(gzip.compress(b'{"a": 1}\n')[:-9], "a.jsonl.gz")


def test_types_that_do_not_agree_become_text(read):
    assert read('{"a": 1}\n{"a": "x"}\n')["a"].to_list() == ["1", "x"]
    assert read('{"a": 1}\n{"a": 0.5}\n')["a"].to_list() == [1, 0.5]
    assert read('{"a": true}\n{"a": 2}\n')["a"].to_list() == ["True", "2"]


def test_whole_numbers_of_any_size(read):
    assert read('{"a": ' + "9" * 400 + "}").rows() == [(float("inf"),)]
    assert read('{"a": 1e400, "b": 36893488147419103232}\n').rows() == [(float("inf"), 2.0**65)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1}\n[1]\n', "line 2 holds a list"),
        ('{"a": 1}\n{"a": \n', "line 2 is none"),
        ("", "'a.jsonl' is empty"),
        ("[" * 100_000, "line 1 is none"),
        ("9" * 5000, "line 1 is none"),
        (b"\xff\xfe\x00", "line 1"),
    ],
)
def test_what_is_no_object_is_one_error(read, text, message):
    with pytest.raises(DataError, match=f"Expected a JSON object in each line.*{message}"):
        read(text)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)


@given(st.lists(st.dictionaries(st.text(max_size=2), json_values, max_size=3), min_size=1, max_size=4))
def test_any_objects_are_a_table_or_one_error_of_ours(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("jsonl") / "a.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    frame = JSONLines().read(path)
    assert len(frame) == (len(rows) if frame.columns else 0)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_table_or_one_error_of_ours(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("jsonl") / "a.jsonl"
    path.write_bytes(data)
    with contextlib.suppress(DataError):
        assert isinstance(JSONLines().read(path), pl.DataFrame)
