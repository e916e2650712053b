"""Any table is read alike whatever its library, or refused with a typed error."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

import fitwright
from fitwright.audit import DataCheck
from fitwright.core.blocks import UNSEEN
from fitwright.core.errors import FitwrightError
from fitwright.core.fingerprint import fingerprint
from fitwright.core.schema import Schema
from tests.core import kinds
from tests.properties.strategies import LIBRARIES, ODD, columns, laid


def learned(X):
    """Its schema, or None where it is refused."""
    try:
        return Schema.learn(X)
    except FitwrightError:
        return None


@given(columns(ODD), LIBRARIES)
def test_any_table_works_or_is_refused_with_a_typed_error(given_columns, make):
    X = laid(make, given_columns)
    if (schema := learned(X)) is not None:
        assert len(schema.read(X)) == len(next(iter(given_columns.values())))


@given(columns(ODD))
def test_any_array_of_objects_too(given_columns):
    X = laid(kinds.numpy, given_columns)
    if X.ndim == 2 and (schema := learned(X)) is not None:
        assert len(schema.read(X)) == len(X)


@given(columns(ODD), columns(ODD), LIBRARIES)
def test_any_later_table_works_or_is_refused_with_a_typed_error(before, later, make):
    schema = learned(laid(make, before))
    if schema is not None:
        try:
            read = schema.read(laid(make, later))
        except FitwrightError:
            return
        assert read.names == tuple(column.name for column in schema.inputs)


@given(columns(), LIBRARIES)
def test_reading_twice_gives_the_same(given_columns, make):
    X = laid(make, given_columns)
    if (schema := learned(X)) is not None:
        assert fingerprint(schema.read(X)) == fingerprint(schema.read(X))


@given(columns(), st.randoms(use_true_random=False))
def test_rows_are_read_one_by_one_in_any_order(given_columns, random):
    schema = learned(kinds.lists(given_columns))
    if schema is None:
        return
    order = list(range(len(next(iter(given_columns.values())))))
    random.shuffle(order)
    turned = {name: [values[i] for i in order] for name, values in given_columns.items()}
    whole = schema.read(kinds.lists(given_columns)).at(np.array(order))
    assert fingerprint(schema.read(turned)) == fingerprint(whole)


@given(columns())
def test_the_order_of_columns_changes_no_kind_of_content(given_columns):
    one, other = learned(given_columns), learned(dict(reversed(given_columns.items())))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        kept = [{c.name: c.role for c in s.columns if c.role != "duplicate"} for s in (one, other)]
        assert all(kept[0][name] == kept[1][name] for name in kept[0].keys() & kept[1].keys())


@given(columns())
def test_other_columns_are_ignored_at_predict_time(given_columns):
    if (schema := learned(given_columns)) is not None:
        more = {"something": [[1]] * len(next(iter(given_columns.values()))), **given_columns}
        assert fingerprint(schema.read(more)) == fingerprint(schema.read(given_columns))


@given(columns(), LIBRARIES)
def test_a_schema_comes_back_from_its_state(given_columns, make):
    X = laid(make, given_columns)
    if (schema := learned(X)) is not None:
        again = Schema.from_state(schema.state())
        assert again == schema
        assert fingerprint(again.read(X)) == fingerprint(schema.read(X))


@given(columns(), st.text(min_size=1, max_size=6))
def test_levels_that_are_new_are_never_an_error(given_columns, word):
    schema = learned(given_columns)
    for column in schema.inputs if schema is not None else ():
        if column.role == "category":
            level = f"new {word}"
            later = {name: values[:1] for name, values in given_columns.items()} | {column.name: [level]}
            assert schema.read(later).codes([column.name])[0, 0] == UNSEEN


@given(columns())
def test_text_libraries_agree_on_roles(given_columns):
    schemas = [learned(laid(make, given_columns)) for make in (kinds.polars, kinds.arrow)]
    assert (schemas[0] is None) == (schemas[1] is None)
    if schemas[0] is not None:
        roles = [[(c.name, c.role) for c in schema.columns] for schema in schemas]
        assert roles[0] == roles[1]


@given(columns(least=2))
def test_a_changed_cell_changes_the_fingerprint(given_columns):
    schema = learned(given_columns)
    numeric = [c.name for c in schema.inputs if c.role == "number"] if schema is not None else []
    for name in numeric[:1]:
        table = schema.read(given_columns)
        values = table.numbers([name])
        values[0] = 12345.678
        from fitwright.core.blocks import Numbers

        changed = table.replace([name], Numbers((name,), values))
        whole = table.replace([name], Numbers((name,), table.numbers([name])))
        assert (fingerprint(changed) == fingerprint(whole)) == (table.numbers([name])[0, 0] == 12345.678)


@given(columns(ODD), LIBRARIES, st.data())
def test_any_table_can_be_checked_or_is_refused_with_a_typed_error(given_columns, make, data):
    target = data.draw(st.sampled_from([None, *given_columns]))
    try:
        found = fitwright.check(laid(make, given_columns), target)
    except FitwrightError:
        return
    assert isinstance(found, DataCheck)
    assert str(found)
    assert found._repr_html_()
