"""ARFF as Weka and OpenML write it."""

import contextlib
import gzip

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.io.arff import loadarff

import fitwright
from fitwright.core.errors import DataError
from fitwright.core.schema import Schema
from fitwright.readers.arff import ARFF

HEAD = """% A comment
@RELATION 'two words'
@ATTRIBUTE size NUMERIC
@attribute 'the town' {Rome, 'São Paulo', "Bonn, am Rhein"}
@attribute note string
@attribute day date "yyyy-MM-dd"
"""


@pytest.fixture
def read(tmp_path):
    def write_and_read(text, name="a.arff"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return ARFF().read(path)

    return write_and_read


def test_types_quotes_comments_and_gaps(read):
    frame = read(
        HEAD
        + "@DATA\n"
        + "1.5, Rome, 'it\\'s % fine', \"2024-01-31\"\n\n% between\n"
        + "?,'São Paulo',\"a 'b', c\",?\n"
        + '-2e3,"Bonn, am Rhein",?,2024-02-01\n'
        + "7,?,'?',?\r\n"
    )
    assert frame.columns == ["size", "the town", "note", "day"]
    assert frame["size"].to_list() == [1.5, None, -2000.0, 7.0]
    assert frame["the town"].to_list() == ["Rome", "São Paulo", "Bonn, am Rhein", None]
    assert frame["note"].to_list() == ["it's % fine", "a 'b', c", None, "?"]
    assert frame["day"].to_list() == ["2024-01-31", None, "2024-02-01", None]


def test_nominal_columns_are_categories_even_where_they_look_like_numbers(read):
    rows = "".join(f"{i % 3},{i % 7}\n" for i in range(60))
    frame = read("@relation r\n@attribute grade {0,1,2}\n@attribute n integer\n@data\n" + rows)
    roles = {column.name: column.role for column in Schema.learn(frame).columns}
    assert roles == {"grade": "category", "n": "number"}


def test_sparse_rows_leave_out_zeros_and_first_levels(read):
    frame = read(
        "@relation r\n@attribute a real\n@attribute b {no,yes}\n@attribute c real\n@data\n"
        "{0 2.5, 1 yes}\n{ }\n{2 ?,1 'yes'}\n"
    )
    assert frame.rows() == [(2.5, "yes", 0.0), (0.0, "no", 0.0), (0.0, "yes", None)]


def test_gzip_and_weights_of_rows(read):
    text = "@relation r\n@attribute a real\n@attribute b real\n@data\n1,2,{5}\n3,4\n"
    assert read(gzip.compress(text.encode()), "a.arff.gz").rows() == [(1.0, 2.0), (3.0, 4.0)]


def test_numbers_and_levels_are_those_that_scipy_reads(tmp_path):
    rng = np.random.default_rng(0)
    whole = ["?" if i % 9 == 0 else str(rng.integers(100)) for i in range(50)]
    levels = rng.choice(["a", "b c", "d"], 50).tolist()
    rows = [f"{rng.normal():.4g}, {n}, {level!r}" for n, level in zip(whole, levels, strict=True)]
    path = tmp_path / "a.arff"
    path.write_text(
        "@relation r\n@attribute x real\n@attribute n integer\n@attribute k {a, 'b c', d}\n@data\n"
        + "\n".join(rows)
    )
    theirs, _ = loadarff(path)
    ours = ARFF().read(path)
    assert ours["x"].to_list() == theirs["x"].tolist()
    assert ours["n"].fill_null(-1).to_list() == np.nan_to_num(theirs["n"], nan=-1).tolist()
    assert ours["k"].to_list() == [level.decode() for level in theirs["k"]]


def test_what_is_written_is_read(tmp_path):
    frame = pl.DataFrame(
        {"it's": ["a'b", "c\\d,\n", None, "?", "%x", ""], "n": [1.5, None, 3.0, 4.0, 5.0, 6.0]}
    )
    for name in ("a.arff", "a.arff.gz"):
        ARFF().write(frame, tmp_path / name)
        assert ARFF().read(tmp_path / name).equals(frame)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a line '@data'; 'a.arff' has none"),
        ("a,b\n1,2\n", "@relation, @attribute or @data in line 1"),
        (HEAD + "@data\n1,Rome,x\n", "4 values in line 8 of 'a.arff'; got 3"),
        (HEAD + "@data\n1,Rome,'x,y\n", "quotes that are closed, and commas between values in line 8"),
        (
            HEAD + "@data\n?,?,?,?\nmany,Rome,x,?\n",
            "a number in column 'size', line 9 of 'a.arff'; got 'many'",
        ),
        (HEAD + "@data\n1,Paris,x,?\n", "one of .*column 'the town', line 8 of 'a.arff'; got 'Paris'"),
        (HEAD + "@data\n{9 x}\n", "columns from 0 to 3, each with its value in line 8"),
        (HEAD + "@attribute r relational\n@data\n", "numeric, {levels}, string or date as a type in line 7"),
        (HEAD + "@attribute size real\n@data\n", "'size' came more than once"),
        ("@relation r\n@data\n1\n", "a line '@attribute' for each column"),
        ("@relation r\n@attribute a\n@data\n1\n", "a name and a type after @attribute in line 2"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(read, text, message):
    with pytest.raises(DataError, match=message):
        read(text)


@given(st.text(alphabet="@datribue {}'\",?%\\01x\n", max_size=60))
def test_any_text_is_a_table_or_one_error_of_ours(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("arff") / "a.arff"
    path.write_text("@relation r\n@attribute a real\n@attribute b {x,y}\n@data\n" + text)
    with contextlib.suppress(DataError):
        assert isinstance(ARFF().read(path), pl.DataFrame)


def test_a_target_with_levels_is_learned_from(tmp_path):
    rows = "".join(f"{i % 10},{'hi' if i % 10 > 4 else 'lo'}\n" for i in range(80))
    path = tmp_path / "t.arff"
    path.write_text("@relation r\n@attribute x real\n@attribute class {lo,hi}\n@data\n" + rows)
    model = fitwright.fit(path, "class", max_trials=1, models=["linear"], verbose=0, random_state=0)
    assert model.predict({"x": [1, 9]}).tolist() == ["lo", "hi"]
