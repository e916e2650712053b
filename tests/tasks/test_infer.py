"""Which task a target poses, and which targets pose none."""

from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pytest

from fitwright import tasks
from fitwright.core.errors import DataError, UnknownName


@pytest.mark.parametrize(
    ("y", "kind"),
    [
        (["a", "b", "a"], "binary"),
        (["a", "b", "c"], "multiclass"),
        ([True, False, True], "binary"),
        (np.array([0, 1, 1]), "binary"),
        (np.array([-5, 1000]), "binary"),
        (np.arange(90) % 9, "multiclass"),
        (np.arange(90.0) % 9, "multiclass"),
        (np.array([0.0, 1.0, 1.0]), "binary"),
        (np.arange(40), "regression"),
        (np.arange(4000) % 21, "regression"),
        (np.array([0.5, 1.5, 0.5]), "regression"),
        (np.array([1, 2, 3]), "regression"),
        ([Decimal("1.5"), Decimal(2), Decimal(3)], "regression"),
        (pd.Series(["x", "y"], dtype="category"), "binary"),
        (pd.Series([1.5, 2.5, 3.5], dtype="Float64"), "regression"),
        (pd.Series([True, False], dtype="boolean"), "binary"),
        (pl.Series(["x", "y", "z"]), "multiclass"),
    ],
    ids=str,
)
def test_the_kind_follows_from_the_values(y, kind):
    assert tasks.infer(y).kind == kind


def test_a_group_word_chooses_by_the_number_of_labels():
    many = np.arange(200) % 50
    assert tasks.infer(many, "classification").kind == "multiclass"
    assert tasks.infer(many % 2, "classification").kind == "binary"
    assert tasks.infer(many % 2, "regression").kind == "regression"


def test_a_named_kind_is_taken():
    assert tasks.infer([0, 1, 0], "multiclass").outputs == (0, 1)
    with pytest.raises(UnknownName, match="binary"):
        tasks.infer([0, 1], "binry")


@pytest.mark.parametrize(
    ("y", "kind", "words"),
    [
        ([], None, "at least one row"),
        ([1, 1, 1], None, "one class"),
        (["a", "a"], None, "one class"),
        ([1.0, 1.0], "classification", "one class, 1.0"),
        (["a", None, None], None, "no value in 2 of 3 rows, first in row 1"),
        (np.array([1.0, np.nan]), None, "Input y contains NaN"),
        (pd.Series([1, None], dtype="Int64"), None, "no value in 1 of 2"),
        (pd.Series(["a", pd.NA], dtype="string"), None, "no value in 1 of 2"),
        (np.array([1.0, -np.inf]), None, "infinity"),
        (np.zeros((4, 2)), None, r"shape \(4, 2\)"),
        (5, None, r"shape \(\)"),
        ([1, "a"], None, "int, str"),
        ([[1], "a"], None, "list, str"),
        ([2**70, 1], None, r"2\*\*63"),
        (np.array(["2020-01-01"], "datetime64[D]"), None, "datetime64"),
        (np.array([b"a", b"b"]), None, "numbers, booleans or text"),
        (np.array([1j, 2j]), None, "complex"),
        ([0.5, 1.5, 2.5], "classification", "Unknown label type: continuous"),
        (["a", "b"], "regression", "Unknown label type"),
        (["a", "b", "c"], "binary", "two classes"),
        ([f"id{k}" for k in range(50)], None, "identifier"),
    ],
    ids=str,
)
def test_a_target_that_cannot_be_one_is_named(y, kind, words):
    with pytest.raises(DataError, match=words):
        tasks.infer(y, kind)


def test_a_column_vector_is_taken_with_a_warning():
    from sklearn.exceptions import DataConversionWarning

    with pytest.warns(DataConversionWarning, match="A column-vector y was passed"):
        assert tasks.infer(np.array([[0], [1]])).kind == "binary"


def test_target_holds_no_objects():
    column = tasks.target(pd.Series(["a", "bb"], dtype=object))
    assert column.dtype == "<U2"
    assert tasks.target([1, 2]).dtype == np.int64
