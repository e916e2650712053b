"""CSV as spreadsheets and databases of all countries write it."""

import gzip

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.errors import DataError
from fitwright.core.schema import Schema
from fitwright.readers.csv import CSV


@pytest.fixture
def read(tmp_path):
    def write_and_read(data, name="table.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return CSV().read(path)

    return write_and_read


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_ends_of_lines(read, separator, end):
    lines = ["name,size,n", "Ada,1.5,1", 'Al,"2",?', ""]
    frame = read(end.join(lines).replace(",", separator))
    assert frame.rows() == [("Ada", 1.5, 1), ("Al", 2.0, None)]
    assert frame.columns == ["name", "size", "n"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings(read, encoding):
    frame = read("größe,n\nüber,1\n".encode(encoding))
    assert frame.to_dicts() == [{"größe": "über", "n": 1}]


def test_bytes_that_no_encoding_explains_are_read_all_the_same(read):
    assert read(b"a,b\n\x81\xff,1\n").rows() == [("\x81ÿ", 1)]


def test_gzip_is_seen_from_the_bytes(read):
    packed = gzip.compress(b"a,b\n1,2\n")
    assert read(packed, "a.csv.gz").rows() == read(packed, "a.csv").rows() == [(1, 2)]
    with pytest.raises(DataError, match=r"Expected a whole gzip file; 'a\.csv\.gz' is damaged"):
        read(packed[:-9], "a.csv.gz")


def test_missing_values_in_all_ways_of_writing(read):
    frame = read("a,b\n1,x\nNA,N/A\nnan,null\n?,?\n,\n2,NA \n<NA>,None\n")
    assert frame["a"].to_list() == [1, None, None, None, None, 2, None]
    assert frame["b"].to_list() == ["x", None, None, None, None, None, "None"]


def test_decimal_commas_are_understood_by_the_schema(read):
    frame = read("a;b\n1,5;x\n2,25;y\n")
    schema = Schema.learn(frame)
    assert schema.read(frame).numbers(["a"])[:, 0].tolist() == [1.5, 2.25]


def test_codes_keep_their_zeros(read):
    assert read("zip,n\n01234,1\n00999,2\n")["zip"].to_list() == ["01234", "00999"]


def test_quotes_hold_separators_and_lines(read):
    frame = read('a,"b\nc"\n"x, y","line\n\nline"\n"he said ""no""",z\n')
    assert frame.columns == ["a", "b\nc"]
    assert frame.rows() == [("x, y", "line\n\nline"), ('he said "no"', "z")]


def test_blank_lines_are_no_rows_and_short_lines_are_filled(read):
    assert read("\n\na,b,c\n1,2,3\n\n4\n\n").rows() == [(1, 2, 3), (4, None, None)]


def test_long_lines_are_an_error_with_their_number(read):
    with pytest.raises(
        DataError, match=r"Expected 2 fields in each line of 'table.csv'; line 3 has 3\. Quote"
    ):
        read("a,b\n1,2\n1,2,3\n")


def test_a_quote_without_end_is_an_error(read):
    with pytest.raises(DataError, match=r"a quote in it is not closed"):
        read('a,b\n"x,2\n3,4\n')


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a,b\nx,y\n", ["a", "b"]),
        ("1,2\n3,4\n", ["x0", "x1"]),
        ("x,?\ny,2\n", ["x0", "x1"]),
        ("2019,2020\n1,2\n", ["2019", "2020"]),
        (",b\n1,2\n", ["unnamed_0", "b"]),
        ("b,c\nrow1,2,3\nrow2,4,5\n", ["unnamed_0", "b", "c"]),
        ("name\nAda\nAlan\n", ["name"]),
    ],
)
def test_headers(read, text, names):
    frame = read(text)
    assert frame.columns == names
    assert len(frame) == text.count("\n") - (names[0] != "x0")


def test_a_name_that_comes_twice_is_an_error(read):
    with pytest.raises(DataError, match=r"'a' came more than once in the header of 'table.csv'\. Rename"):
        read("a,b,a\n1,2,3\n")


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_an_error(read, text):
    with pytest.raises(DataError, match=r"'table\.csv' is empty"):
        read(text)


def test_a_header_alone_is_a_table_without_rows(read):
    assert read("a,b\n").shape == (0, 2)


words = st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff"), max_size=6)


@given(st.lists(st.tuples(st.integers(-99, 99), words), min_size=1, max_size=8))
def test_what_polars_writes_comes_back(tmp_path_factory, rows):
    frame = pl.DataFrame(rows, schema={"number": pl.Int64, "word": pl.String}, orient="row")
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    frame.write_csv(path, quote_style="non_numeric")
    back = CSV().read(path)
    assert back.columns == frame.columns
    assert back["number"].to_list() == frame["number"].to_list()


@given(st.binary(max_size=80))
def test_any_bytes_are_a_table_or_one_error_of_ours(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("csv") / "table.csv"
    path.write_bytes(data)
    try:
        assert isinstance(CSV().read(path), pl.DataFrame)
    except DataError:
        pass
