"""JSON lines."""

import gzip

import pytest

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


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"a": 1}\n[1]\n', "line 2 holds a list"),
        ('{"a": 1}\n{"a": \n', "line 2 is none"),
        ("", "'a.jsonl' is empty"),
        (b"\xff\xfe\x00", "line 1"),
    ],
)
def test_what_is_no_object_is_one_error(read, text, message):
    with pytest.raises(DataError, match=f"Expected a JSON object in each line.*{message}"):
        read(text)
