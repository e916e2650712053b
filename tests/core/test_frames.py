"""Tables of any library go in, and predictions come back in the same kind."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from scipy import sparse

from fitwright.core import frames
from fitwright.core.errors import DataError
from tests.core import kinds

COLUMNS: Mapping[str, list[Any]] = {"a": [1, 2, None], "b": ["x", "y", "x"], "target": [0.5, None, 1.5]}
every_kind = pytest.mark.parametrize("make", kinds.NAMED.values(), ids=kinds.NAMED)


@every_kind
def test_every_kind_is_opened(make):
    frame = frames.open_frame(make(COLUMNS))
    assert (frame.names, frame.rows, frame.named) == (("a", "b", "target"), 3, True)
    assert frames.text_names(make(COLUMNS)) == ["a", "b", "target"]


@pytest.mark.parametrize(
    "X",
    [
        np.zeros((3, 2)),
        np.zeros((3, 2), object),
        [[1, 2], [3, 4], [5, 6]],
        sparse.csr_matrix((3, 2)),
        sparse.coo_array((3, 2)),
    ],
)
def test_tables_without_names_have_positions(X):
    frame = frames.open_frame(X)
    assert (frame.names, frame.rows, frame.named) == (("x0", "x1"), 3, False)
    assert frames.text_names(X) is None


def test_structured_and_masked_arrays_are_tables():
    rows = np.array([(1, "x"), (2, "y")], [("a", int), ("b", "U3")])
    assert frames.open_frame(rows).names == ("a", "b")
    masked = np.ma.masked_array([[1.0, 2.0]], [[False, True]])
    assert np.isnan(frames.to_array(frames.open_frame(masked).pick(1))).all()


def test_names_that_are_no_text_become_text():
    X = pd.DataFrame(np.zeros((2, 2)), columns=[1, ("a", "b")])
    assert frames.open_frame(X).names == ("1", "('a', 'b')")
    assert frames.text_names(X) is None


def test_who_speaks_arrows_language_is_understood():
    class Stream:
        def __arrow_c_stream__(self, requested_schema=None):
            return pa.table({"a": [1, 2]}).__arrow_c_stream__(requested_schema)

    assert frames.to_array(frames.open_frame(Stream()).pick(0)).tolist() == [1, 2]
    assert frames.open_frame(pa.record_batch({"a": [1, 2]})).names == ("a",)


@every_kind
def test_a_target_is_split_off_and_rows_without_one_are_counted(make):
    X, y, dropped = frames.split_target(make(COLUMNS), "target")
    assert (y.tolist(), dropped) == ([0.5, 1.5], 1)
    rest = frames.open_frame(X)
    assert (rest.names, rest.rows) == (("a", "b"), 2)


def test_the_rest_keeps_its_kind():
    assert isinstance(frames.split_target(kinds.pandas(COLUMNS), "target")[0], pd.DataFrame)
    assert isinstance(frames.split_target(kinds.polars(COLUMNS), "target")[0], pl.DataFrame)
    X, y, _ = frames.split_target(np.array([[1, 2], [3, 4]]), "x1")
    assert (X.tolist(), y.tolist()) == ([[1], [3]], [2, 4])
    X, y, _ = frames.split_target(sparse.csr_matrix([[1, 2], [3, 4]]), "x0")
    assert (X.toarray().tolist(), y.tolist()) == ([[2], [4]], [1, 3])


@every_kind
def test_an_unknown_target_gets_the_nearest_name(make):
    with pytest.raises(DataError, match=r"Expected a column 'targe'; did you mean 'target'\?"):
        frames.split_target(make(COLUMNS), "targe")


@every_kind
def test_a_table_of_a_target_alone_has_no_other_columns(make):
    X, y, dropped = frames.split_target(make({"target": COLUMNS["target"]}), "target")
    assert (len(y), dropped) == (2, 1)
    assert frames.open_frame(X).names == ()


@pytest.mark.parametrize("make", [kinds.polars, kinds.arrow, kinds.dicts, kinds.lists])
@pytest.mark.parametrize("nested", [[{}, {}, {}], [[], [], []], [[1, 2], [1, 2], [1, 2]]])
def test_a_nested_target_is_refused(make, nested):
    with pytest.raises(DataError, match=r"nested|Unnest"):
        frames.split_target(make({"a": [1, 2, 3], "target": nested}), "target")


def test_a_column_by_its_name():
    assert frames.column(kinds.polars(COLUMNS), "b", "groups").tolist() == ["x", "y", "x"]
    with pytest.raises(DataError, match=r"Expected the name of a column for groups; got 'c'"):
        frames.column(kinds.polars(COLUMNS), "c", "groups")


@pytest.mark.parametrize(
    ("y", "kind", "values"),
    [
        ([1, 2], "i", [1, 2]),
        ([True, False], "b", [True, False]),
        (["b", "a"], "U", ["b", "a"]),
        ([0.5, 1], "f", [0.5, 1]),
        (np.array([2**60 + 1]), "i", [2**60 + 1]),
        (pd.Series(["b", "a"], dtype="category"), "U", ["b", "a"]),
        (pd.Series([1, 2], dtype="Int64"), "i", [1, 2]),
        (pd.Series([1.5], dtype="float64[pyarrow]"), "f", [1.5]),
        (pd.Series([True], dtype="boolean"), "b", [True]),
        (pl.Series(["b", "a"], dtype=pl.Categorical), "U", ["b", "a"]),
        (pl.Series(["1.5"]).cast(pl.Decimal(5, 2)), "f", [1.5]),
        (pa.chunked_array([[1], [2]]), "i", [1, 2]),
        (pa.array(["b", "a"]).dictionary_encode(), "U", ["b", "a"]),
        (pd.DataFrame({"y": [1, 2]}), "i", [[1], [2]]),
        ([[1, 2], [3, 4]], "i", [[1, 2], [3, 4]]),
    ],
)
def test_a_target_of_any_kind_is_a_plain_array(y, kind, values):
    array = frames.to_array(y)
    assert array.dtype.kind == kind
    assert array.tolist() == values


@pytest.mark.parametrize(
    "y",
    [
        ["a", None],
        [1.0, float("nan")],
        np.array([1, np.nan]),
        np.array(["2024-01-31", "NaT"], "datetime64[D]"),
        pd.Series([1, None], dtype="Int64"),
        pd.Series(["a", None]),
        pl.Series([True, None]),
        pa.array(["a", None]),
    ],
)
def test_missing_answers_are_found(y):
    assert frames.missing_in(y).tolist() == [False, True]


def test_predictions_come_back_in_kind():
    answers, both = np.array([1.0, 2.0]), np.array([[0.1, 0.9], [0.2, 0.8]])
    X = pd.DataFrame({"a": [1, 2]}, index=[7, 8])
    series = frames.like(X, answers, "prediction")
    assert (series.name, series.index.tolist()) == ("prediction", [7, 8])
    assert frames.like(X, both, ["p", "q"]).loc[8, "q"] == 0.8
    assert frames.like(pl.DataFrame({"a": [1, 2]}), answers, "prediction").to_list() == [1, 2]
    assert frames.like(pl.LazyFrame({"a": [1, 2]}), both, ["p", "q"]).columns == ["p", "q"]
    assert frames.like(pa.table({"a": [1, 2]}), both, ["p", "q"]).column_names == ["p", "q"]
    assert frames.like([[1], [2]], answers, "prediction") is answers
    labels = np.array(["b", "a"], object)
    assert frames.like(pl.DataFrame({"a": [1, 2]}), labels, "prediction").to_list() == ["b", "a"]


def test_frames_that_we_make_are_in_kind():
    rows: list[dict[str, Any]] = [{"a": 1, "b": None}, {"a": 2, "b": "x"}]
    assert isinstance(frames.frame_like(pd.DataFrame(), rows), pd.DataFrame)
    assert frames.frame_like([[1]], rows).rows() == [(1, None), (2, "x")]


@pytest.mark.parametrize(
    ("X", "message"),
    [
        (np.zeros(3), r"Expected 2D array, got 1D array instead.*Reshape your data"),
        (np.zeros((2, 2, 2)), "Expected 2D array, got 3D array instead"),
        ([1, 2, 3], "got 1D array instead"),
        (pd.Series([1]), "got 1D array instead"),
        (pl.Series([1]), "got 1D array instead"),
        (pa.array([1]), "got 1D array instead"),
        (5, "Expected a table .*; got int"),
        (None, "got NoneType"),
        ("train.csv", r"got str\. Read a file with fitwright\.fit"),
        ({"a": 1}, "Expected a column of values under 'a'; got int"),
        ({"a": [1], "b": [1, 2]}, r"columns of one length; got lengths \[1, 2\]"),
        ([[1], [1, 2]], r"rows of one length; got lengths \[1, 2\]"),
        (pd.DataFrame([[1, 2]], columns=["a", "a"]), "'a' came more than once"),
        (pd.DataFrame([[1, 2]], columns=["1", 1]), "'1' came more than once"),
        (pa.table([[1], [2]], names=["a", "a"]), "'a' came more than once"),
        (np.zeros((0, 3)), r"0 sample\(s\) \(shape=\(0, 3\)\) while a minimum of 1 is required"),
        (np.zeros((3, 0)), r"0 feature\(s\) \(shape=\(3, 0\)\) while a minimum of 1 is required"),
        (pd.DataFrame(), r"0 feature\(s\)"),
        ({}, r"0 feature\(s\)"),
        (np.zeros((2, 2), complex), "Complex data not supported"),
        (sparse.csr_matrix((2, 2), dtype=complex), "Complex data not supported"),
    ],
)
def test_what_is_no_table_is_one_sentence(X, message):
    with pytest.raises(DataError, match=message):
        frames.check_table(X)
