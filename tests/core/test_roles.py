"""What is of no use, and why."""

import numpy as np
import pytest

from fitwright.core._series import cells_of
from fitwright.core.roles import infer, is_key_name, mark_codes, mark_duplicates


def role_of(name, values):
    return infer(name, cells_of(values, name))


@pytest.mark.parametrize("values", [[1, 1, 1], ["a", "a"], [True, True], [None, None], ["2024-01-31"] * 3])
def test_constants(values):
    assert role_of("a", values).role == "constant"


def test_one_value_beside_missing_ones_says_something():
    assert role_of("a", [1, None, 1]).role == "number"
    assert role_of("a", ["x", None, "x"]).role == "category"


@pytest.mark.parametrize(
    ("name", "values", "role"),
    [
        ("customer", [f"C-{i:05}" for i in range(60)], "identifier"),
        ("customer", [f"C-{i:05}" for i in range(20)], "category"),
        ("customer", [f"C-{i // 2:05}" for i in range(60)], "category"),
        ("EmployeeNumber", np.random.default_rng(0).permutation(90)[:60], "identifier"),
        ("row_id", range(100, 160), "identifier"),
        ("age", range(60), "number"),
        ("row_id", [i * 1000 for i in range(60)], "number"),
        ("row_id", [i / 2 for i in range(60)], "number"),
        ("row_id", [*range(59), None], "number"),
        ("row_id", range(20), "number"),
    ],
)
def test_identifiers(name, values, role):
    assert role_of(name, list(values)).role == role


@pytest.mark.parametrize(
    "name", ["id", "ID", "userId", "user_id", "Unnamed: 0", "index", "RowNumber", "", "Order No"]
)
def test_names_of_keys(name):
    assert is_key_name(name)


@pytest.mark.parametrize("name", ["age", "width", "paid", "number_of_rooms", "x0", "identity"])
def test_other_names(name):
    assert not is_key_name(name)


@pytest.mark.parametrize(
    ("beside", "values", "role"),
    [
        ([1, 2, 3] * 10, ["3", "1", "2"] * 10, "category"),
        (["x", "y", "z"] * 10, ["3", "1", "2"] * 10, "number"),
        ([1, 2, 3] * 10, ["3", "1", "?"] * 10, "category"),
        ([1, 2, 3] * 10, ["3", "1", "-"] * 10, "number"),
        ([1, 2, 3] * 10, ["3", "1.5", "2"] * 10, "number"),
        ([1, 2, 3] * 10, [str(i) for i in range(30)], "number"),
    ],
)
def test_whole_numbers_given_as_text_beside_numbers_are_codes(beside, values, role):
    cells = {"a": cells_of(beside, "a"), "b": cells_of(values, "b")}
    found = mark_codes([infer(name, cells[name]) for name in cells], cells)
    assert found[1].role == role


def test_duplicates_are_equal_in_every_row():
    columns = {
        "a": [1.0, None, 3.0],
        "b": [1.0, None, 3.0],
        "c": [1.0, 3.0, None],
        "d": ["x", "y", "x"],
        "e": ["x", "y", "x"],
        "f": ["y", "x", "y"],
    }
    cells = {name: cells_of(values, name) for name, values in columns.items()}
    found = mark_duplicates([infer(name, cells[name]) for name in cells], cells)
    assert [column.role for column in found] == [
        "number", "duplicate", "number", "category", "duplicate", "category",
    ]  # fmt: skip
    assert found[1].why == "equal to 'a' in every row"
