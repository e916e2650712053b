"""Columns get their roles once, and every later table is read as the same columns."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from fitwright.core.errors import DataError, FitwrightError, SchemaError, SettingError
from fitwright.core.fingerprint import fingerprint
from fitwright.core.schema import Schema
from tests.core import kinds

ROWS = 60
COLUMNS: Mapping[str, list[Any]] = {
    "age": [20 + i % 40 for i in range(ROWS)],
    "height": [None if i % 7 == 0 else 1.5 + i / 100 for i in range(ROWS)],
    "city": [None if i % 11 == 0 else ("Rome", "Oslo", "Rome", "Lima")[i % 4] for i in range(ROWS)],
    "member": [bool(i % 3) for i in range(ROWS)],
    "joined": [f"{1 + i % 28:02}/{1 + i % 12:02}/2024" for i in range(ROWS)],
    "note": [f"bought {i} things and left after a while" for i in range(ROWS)],
    "key": [f"K{i:04}" for i in range(ROWS)],
    "unit": ["m"] * ROWS,
    "years": [20 + i % 40 for i in range(ROWS)],
}
ROLES = {
    "age": "number", "height": "number", "city": "category", "member": "boolean", "joined": "date",
    "note": "text", "key": "identifier", "unit": "constant", "years": "duplicate",
}  # fmt: skip
every_kind = pytest.mark.parametrize("make", kinds.NAMED.values(), ids=kinds.NAMED)


def roles_of(schema):
    return {column.name: column.role for column in schema.columns}


def rows_of(columns, chosen):
    return {name: [values[i] for i in chosen] for name, values in columns.items()}


@pytest.fixture(scope="module")
def schema():
    return Schema.learn(kinds.polars(COLUMNS))


@every_kind
def test_every_kind_of_table_has_the_same_roles_and_the_same_content(make, schema):
    table = make(COLUMNS)
    assert roles_of(Schema.learn(table)) == ROLES
    assert fingerprint(schema.read(table)) == fingerprint(schema.read(kinds.lists(COLUMNS)))


def test_an_array_of_objects_is_the_same_table_without_names(schema):
    X = kinds.numpy(COLUMNS)
    learned = Schema.learn(X)
    assert learned.names == tuple(f"x{i}" for i in range(9))
    assert list(roles_of(learned).values()) == list(ROLES.values())
    assert fingerprint(schema.read(X)) == fingerprint(schema.read(kinds.pandas(COLUMNS)))


def test_a_table_has_the_inputs_in_the_users_order(schema):
    table = schema.read(kinds.pandas(COLUMNS))
    assert dict(table.roles) == {name: role for name, role in ROLES.items() if name in list(COLUMNS)[:6]}
    assert table.levels("city") == ("Rome", "Oslo", "Lima") or table.levels("city")[0] == "Rome"
    assert table.dates()[0, 0] == np.datetime64("2024-01-01")
    assert table.texts("note")[3] == "bought 3 things and left after a while"


@every_kind
@pytest.mark.parametrize("rows", [1, 7, 0])
def test_parts_of_a_table_are_read_as_the_whole(make, rows, schema):
    whole = schema.read(kinds.polars(COLUMNS)).at(np.arange(rows))
    given_rows = make(COLUMNS)
    part = given_rows.head(rows) if hasattr(given_rows, "head") else make(rows_of(COLUMNS, range(rows)))
    assert fingerprint(schema.read(part)) == fingerprint(whole)


def test_columns_are_found_by_name_and_others_are_ignored(schema):
    table = kinds.pandas(COLUMNS)
    other = table[table.columns[::-1]].assign(more=1).drop(columns=["key", "unit", "years"])
    assert fingerprint(schema.read(other)) == fingerprint(schema.read(table))


def test_new_levels_are_unseen(schema):
    one = {**rows_of(COLUMNS, [1]), "city": ["Paris"]}
    assert schema.read(one).codes().tolist() == [[-2]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"age": ["old"]}, r"Expected numbers in column 'age', as it was learned; got 'old' in 1 of 1 rows"),
        ({"joined": [7.0]}, "Expected dates in column 'joined'"),
        ({"member": [9]}, "Expected true or false"),
        ({"age": [float("inf")]}, "column 'age' holds infinity in 1 rows"),
        ({"age": [[1, 2]]}, "column 'age' holds a list|column 'age' is of type|got '"),
    ],
)
@every_kind
def test_a_column_of_another_type_is_one_sentence(make, change, message, schema):
    with pytest.raises(DataError, match=message):
        schema.read(make({**rows_of(COLUMNS, [1]), **change}))


def test_missing_columns_are_named_with_the_nearest_name(schema):
    with pytest.raises(SchemaError, match=r"'city' is missing: did you mean 'City'\?"):
        schema.read(kinds.pandas(COLUMNS).rename(columns={"city": "City"}))


def test_positions_and_their_number():
    X = np.random.default_rng(0).normal(size=(10, 3))
    schema = Schema.learn(X)
    assert schema.read(pd.DataFrame(X, columns=list("abc"))).matrix().tolist() == X.tolist()
    assert schema.read(X.tolist()).matrix().tolist() == X.tolist()
    named = pd.DataFrame(X[:, ::-1], columns=["x2", "x1", "x0"])
    assert schema.read(named).matrix().tolist() == X.tolist()
    for other in (X[:, :1], pd.DataFrame(X[:, :1])):
        with pytest.raises(SchemaError, match=r"X has 1 features, but \w+ is expecting 3 features as input"):
            schema.read(other)
    with pytest.raises(DataError, match="Reshape your data"):
        schema.read(X[0])


def test_a_sparse_matrix_stays_one():
    X = sparse.random(20, 5, 0.5, format="coo", random_state=0)
    X = sparse.hstack([X, sparse.csr_matrix((20, 1))])
    schema = Schema.learn(X)
    assert [column.role for column in schema.columns] == ["number"] * 5 + ["constant"]
    table = schema.read(X)
    assert table.is_sparse
    assert (table.matrix() == X.toarray()[:, :5]).all()
    assert (schema.read(X.toarray()).matrix() == table.matrix()).all()
    bad = X.tolil()
    bad[0, 0] = np.inf
    with pytest.raises(DataError, match="infinity"):
        schema.read(bad)


def test_a_dense_schema_reads_a_sparse_matrix_of_numbers():
    X = sparse.csr_matrix(np.eye(4))
    assert (Schema.learn(X.toarray()).read(X).matrix() == np.eye(4)).all()
    with pytest.raises(SchemaError, match=r"columns such as 'b'; got a sparse matrix"):
        Schema.learn({"a": [1, 2], "b": ["x", "y"]}).read(sparse.csr_matrix((2, 2)))


def test_the_users_roles_win():
    schema = Schema.learn(
        kinds.pandas(COLUMNS), roles={"age": "category", "unit": "category"}, leave=["city"]
    )
    assert roles_of(schema) == ROLES | {
        "age": "category",
        "unit": "category",
        "city": "ignored",
        "years": "number",
    }
    assert schema.read(kinds.pandas(COLUMNS)).levels("age")[0] == "20"


def test_wrong_roles_are_settings_errors():
    with pytest.raises(SettingError, match=r"got 'aeg': did you mean 'age'\?"):
        Schema.learn(COLUMNS, roles={"aeg": "number"})
    with pytest.raises(SettingError, match="Expected a role among number"):
        Schema.learn(COLUMNS, roles={"age": "numeric"})  # type: ignore[dict-item]  # what a user may write
    with pytest.raises(DataError, match="leave all of them out"):
        Schema.learn({"a": [1, 2]}, leave=["a"])


def test_where_nothing_is_left_the_constants_are_inputs():
    schema = Schema.learn({"a": [1, 1], "b": [None, None], "c": ["x", "x"]})
    assert roles_of(schema) == {"a": "number", "b": "number", "c": "category"}
    assert schema.read({"a": [1, 1], "b": [None, None], "c": ["x", "x"]}).shape == (2, 3)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1.0, float("inf")], "column 'a' holds infinity in 1 rows"),
        ([1.0, float("-inf")], "column 'a' holds infinity in 1 rows"),
        (["1", "2", "inf"], "column 'a' holds infinity in 1 rows"),
        ([1j, 2], "Complex data not supported"),
    ],
)
def test_what_cannot_be_learned_from_is_said(values, message):
    with pytest.raises(DataError, match=message):
        Schema.learn({"a": values})


def test_an_odd_cell_in_an_array_of_objects_does_not_stop_it():
    X = np.random.default_rng(0).normal(size=(56, 3)).astype(object)
    X[0, 0] = {"foo": "bar"}
    column = Schema.learn(X).columns[0]
    assert (column.role, column.unread) == ("number", 1)


def test_notes_say_what_is_left_out_and_why(schema):
    notes = "\n".join(schema.notes())
    assert "Column 'key' is left out (identifier): a key: 60 different entries in 60 rows." in notes
    assert "Column 'unit' is left out (constant): every row holds 'm'." in notes
    assert "Column 'years' is left out (duplicate): equal to 'age' in every row." in notes


def test_the_state_is_plain_and_comes_back(schema):
    again = Schema.from_state(json.loads(json.dumps(schema.state())))
    assert again == schema
    assert fingerprint(again.read(COLUMNS)) == fingerprint(schema.read(COLUMNS))


cells = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["yes", "no", "1,5", "2024-01-31", "NA", "-", "x"]),
    st.dates(),
    st.datetimes(),
)
tables = st.dictionaries(
    st.text(max_size=3), st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=4
)  # columns of anything, mixed within themselves too
tidy = st.dictionaries(
    st.sampled_from(["a", "b", "row id", "d"]),
    st.one_of(
        st.lists(st.floats(-9, 9) | st.none(), min_size=6, max_size=6),
        st.lists(st.sampled_from(["u", "v", "w", None]), min_size=6, max_size=6),
        st.lists(st.sampled_from(["1", "2,5", "?", "01/02/2024", "31/12/2024"]), min_size=6, max_size=6),
        st.lists(st.datetimes() | st.none(), min_size=6, max_size=6),
    ),
    min_size=1,
)


@given(tables)
@pytest.mark.parametrize(
    "make", [kinds.lists, kinds.dicts, kinds.pandas, kinds.numpy], ids=lambda f: f.__name__
)
def test_any_table_works_or_is_one_error_of_ours(make, columns):
    table = make(columns)
    try:
        schema = Schema.learn(table)
        read = schema.read(table)
    except FitwrightError:
        return
    assert len(read) == 4
    assert not np.isinf(read.numbers()).any()
    assert fingerprint(Schema.from_state(schema.state()).read(table)) == fingerprint(read)


@given(tidy, st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(columns, order):
    before, after = Schema.learn(columns), Schema.learn(rows_of(columns, order))
    assert before == after
    assert fingerprint(before.read(columns).at(np.array(order))) == fingerprint(
        after.read(rows_of(columns, order))
    )


@given(tidy, st.randoms(use_true_random=False))
def test_the_order_of_columns_does_not_matter(columns, random):
    names = list(columns)
    random.shuffle(names)
    before, after = Schema.learn(columns), Schema.learn({name: columns[name] for name in names})
    if any(column.role == "duplicate" for column in before.columns):
        return  # of equal columns the first stays
    assert {column.name: column for column in before.columns} == {
        column.name: column for column in after.columns
    }


@given(tidy)
def test_a_batch_is_read_as_its_rows_one_by_one(columns):
    schema = Schema.learn(columns)
    whole = schema.read(columns)
    for i in range(6):
        one = schema.read(pl.DataFrame(rows_of(columns, [i]), strict=False))
        assert fingerprint(one) == fingerprint(whole.at(np.array([i])))


def test_entries_of_an_identifier_are_not_kept():
    names = [f"{number:04d}-person" for number in range(60)]
    schema = Schema.learn({"who": names, "city": ["oslo", "lima", "rome"] * 20})
    assert [column.role for column in schema.columns] == ["identifier", "category"]
    assert "person" not in str(schema.state()).replace(schema.columns[0].why, "")
    assert set(schema.columns[1].levels) == {"oslo", "lima", "rome"}
