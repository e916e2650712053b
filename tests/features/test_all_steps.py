"""What every step in the room must do, whatever table comes."""

import itertools
import json
import subprocess
import sys

import numpy as np
import pytest

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features import STAGES, catalog
from tests.features.tables import BINARY, KINDS, MULTICLASS, REGRESSION, asked, mixed, same

NAMES = catalog.names()
ROWS = 60


def joined(step, table, cuts):
    """Is the whole what its blocks of rows are, one after the other?"""
    whole = step.transform(table)
    return all(
        same(whole.at(np.arange(a, b)), step.transform(table.at(np.arange(a, b))))
        for a, b in itertools.pairwise(cuts)
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_blocks_of_rows_joined_equal_the_whole(name, kind):
    table = KINDS[kind](ROWS)
    step = catalog.make(name).fit(table, asked(BINARY, ROWS), BINARY, 0)
    assert joined(step, table, [0, 1, 1, 20, ROWS])
    other = KINDS[kind](31, seed=5)
    assert joined(step, other, [0, 30, 31, 31])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_the_number_and_order_of_rows_stay_and_the_input_is_left_alone(name, kind):
    table = KINDS[kind](ROWS)
    rows = asked(MULTICLASS, ROWS)
    for learn in (table, table.at(np.arange(0, ROWS, 2))):
        here = rows if learn is table else rows.at(np.arange(0, ROWS, 2))
        made = catalog.make(name).fit_transform(learn, here, MULTICLASS, 0)
        assert len(made) == len(learn)
    assert same(table, KINDS[kind](ROWS))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_state_goes_through_json_and_arrays_and_transforms_bitwise_alike(name, kind):
    table = KINDS[kind](ROWS)
    step = catalog.make(name).fit(table, asked(BINARY, ROWS), BINARY, 0)
    arrays: list[np.ndarray] = []
    plain = json.dumps(taken_apart(step.state(), arrays))
    again = catalog.get(name).from_state(put_together(json.loads(plain), arrays))
    other = KINDS[kind](40, seed=3)
    assert same(step.transform(other), again.transform(other))


def taken_apart(value, arrays):
    if isinstance(value, np.ndarray):
        assert value.dtype != object
        arrays.append(value.copy())
        return {"array": len(arrays) - 1}
    if isinstance(value, dict):
        return {key: taken_apart(inner, arrays) for key, inner in value.items()}
    return [taken_apart(inner, arrays) for inner in value] if isinstance(value, list) else value


def put_together(value, arrays):
    if isinstance(value, dict):
        if set(value) == {"array"}:
            return arrays[value["array"]]
        return {key: put_together(inner, arrays) for key, inner in value.items()}
    return [put_together(inner, arrays) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("task", [BINARY, MULTICLASS, REGRESSION], ids=lambda t: t.sort)
def test_one_seed_one_result(name, task):
    table, rows = mixed(ROWS), asked(task, ROWS)
    made = [catalog.make(name).fit_transform(table, rows, task, 7) for _ in range(2)]
    assert same(*made)


@pytest.mark.parametrize("name", NAMES)
def test_what_it_learns_and_what_it_gives_the_rows_learned_from_have_the_same_columns(name):
    table, rows = mixed(ROWS), asked(MULTICLASS, ROWS)
    step = catalog.make(name)
    learned = step.fit_transform(table, rows, MULTICLASS, 0)
    assert dict(learned.roles) == dict(step.transform(table).roles)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_no_rows_at_predict_give_no_rows_with_all_columns(name, kind):
    table = KINDS[kind](ROWS)
    step = catalog.make(name).fit(table, asked(BINARY, ROWS), BINARY, 0)
    none = step.transform(table.at(np.zeros(0, np.intp)))
    assert len(none) == 0
    assert none.names == step.transform(table).names


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rows", [1, 2, 3])
@pytest.mark.parametrize("name", NAMES)
def test_very_few_rows_are_enough_to_learn_from(name, rows, kind):
    table = KINDS[kind](rows)
    step = catalog.make(name)
    assert len(step.fit_transform(table, asked(REGRESSION, rows), REGRESSION, 0)) == rows
    assert len(step.transform(KINDS[kind](9, seed=1))) == 9


@pytest.mark.parametrize("name", NAMES)
def test_a_table_without_columns_is_left_alone(name):
    table = Table.of()
    step = catalog.make(name).fit(table, Rows(), BINARY, 0)
    assert step.transform(table).names == ()


@pytest.mark.parametrize("name", NAMES)
def test_where_it_is_not_wanted_it_changes_nothing(name):
    for make in KINDS.values():
        table = make(ROWS)
        if not catalog.get(name).wanted(table):
            step = catalog.make(name).fit(table, asked(BINARY, ROWS), BINARY, 0)
            assert same(table, step.transform(table))


@pytest.mark.parametrize("name", NAMES)
def test_columns_that_are_seen_and_left_out_stay(name):
    table = mixed(ROWS)
    roles = {**table.roles, "plain": "identifier", "few": "constant", "day": "ignored", "s1": "duplicate"}
    table = Table(table.blocks, roles)
    step = catalog.make(name).fit(table, asked(BINARY, ROWS), BINARY, 0)
    made = step.transform(table)
    assert same(table.keep(["plain", "few", "day", "s1"]), made.keep(["plain", "few", "day", "s1"]))


@pytest.mark.parametrize("name", NAMES)
def test_names_of_new_columns_take_no_column_away(name):
    table = mixed(ROWS)
    step = catalog.make(name).fit(table, asked(BINARY, ROWS), BINARY, 0)
    new = [n for n in step.transform(table).names if n not in table.names]
    if not new:
        return  # what keeps its names takes none
    namesake = Numbers((new[0],), table.numbers(["plain"]))
    table = table.replace((), namesake, roles={new[0]: "identifier"})
    made = catalog.make(name).fit(table, asked(BINARY, ROWS), BINARY, 0).transform(table)
    assert made.roles[new[0]] == "identifier"
    assert set(made.names) >= {new[0], new[0] + "'"}


@pytest.mark.parametrize("name", NAMES)
def test_fields_are_declared_and_the_space_speaks_of_them(name):
    kind = catalog.get(name)
    assert kind.stage in STAGES
    for task in (BINARY, MULTICLASS, REGRESSION):
        for key, domain in kind.space(task).walk():
            assert key in kind.settings()
            assert domain.holds(getattr(kind(), key)), f"the default of {key} is outside its domain"


def test_a_loaded_step_transforms_without_any_library():
    code = (
        "import sys, fitwright.features as f\n"
        "for name in f.catalog.names(): f.catalog.make(name)\n"
        "heavy = {'sklearn', 'pandas', 'polars', 'torch', 'lightgbm'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
