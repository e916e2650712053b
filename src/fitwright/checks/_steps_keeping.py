"""What a step has to leave as it was: the input, the rows, and the columns that are not its business."""

from dataclasses import replace

import numpy as np

from fitwright.checks._expect import expect, title, watched
from fitwright.checks._tables import BASIC, FORMS, case, cases, content
from fitwright.core.blocks import Numbers
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.features import Step


def check_keeps_the_number_and_order_of_rows(member: type[Step]) -> None:
    """A column that only numbers the rows comes out as it went in, both ways, and for chosen rows."""
    for given in cases(BASIC, FORMS):
        numbered = given.table.replace((), _numbering(len(given)), roles={"<row>": "identifier"})
        chosen = np.arange(0, len(given), 2)[::-1].copy()
        for rows in (np.arange(len(given)), chosen):
            step = member()
            learned = step.fit_transform(numbered.at(rows), given.rows.at(rows), given.task, 0)
            for made in (learned, step.transform(numbered.at(rows))):
                right = len(made) == len(rows) and np.array_equal(made.numbers(["<row>"])[:, 0], rows)
                expect(right, f"Expected the rows as they came in from {title(member)} ({given.name}).")


def check_leaves_its_input_alone(member: type[Step]) -> None:
    """Neither fit nor transform writes into the table, the answers or the weights."""
    for given in cases(("binary",), FORMS):
        rows = given.rows.weighted(np.ones(len(given)))
        before = content(given.table), rows.answers.tobytes(), np.asarray(rows.weights).tobytes()
        step = member()
        step.fit_transform(given.table, rows, given.task, 0)
        step.transform(given.table)
        after = content(given.table), rows.answers.tobytes(), np.asarray(rows.weights).tobytes()
        expect(before == after, f"Expected an input that is left alone; it changed ({given.name}).")


def check_columns_that_are_left_out_stay(member: type[Step]) -> None:
    """Identifiers, constants, duplicates and ignored columns are nobody's business."""
    given = case("binary", "mixed")
    out = {"age": "identifier", "colour": "constant", "day": "ignored", "word 1": "duplicate"}
    table = Table(given.table.blocks, {**given.table.roles, **out})  # type: ignore[dict-item]  # they are roles
    made = member().fit(table, given.rows, given.task, 0).transform(table)
    lost = [name for name in out if made.roles.get(name) != out[name]]
    expect(not lost, f"Expected {title(member)} to leave alone what is no input; it touched {lost}.")
    same = content(made.keep(out)) == content(table.keep(out))
    expect(same, f"Expected {title(member)} to leave alone what is no input; values changed.")


def check_new_columns_take_no_name_away(member: type[Step]) -> None:
    """A column of the user's that is called like one that the step would make stays."""
    given = case("binary", "mixed")
    made = member().fit(given.table, given.rows, given.task, 0).transform(given.table)
    for name in [name for name in made.names if name not in given.table.names][:3]:
        table = given.table.replace((), _numbering(len(given), name), roles={name: "identifier"})
        again = member().fit(table, given.rows, given.task, 0).transform(table)
        right = again.roles.get(name) == "identifier" and len(again.names) == len(made.names) + 1
        expect(right, f"Expected the user's own column {name!r} beside the one that the step makes.")


def check_does_nothing_where_it_is_not_wanted(member: type[Step]) -> None:
    """A table that `wanted` turns down stays as it is."""
    mixed = case("binary", "mixed")
    alone = [mixed.showing(Table.of(block)) for block in mixed.table.blocks]
    for given in [*alone, *cases(("binary",), FORMS)]:
        if not member.wanted(given.table):
            made = member().fit(given.table, given.rows, given.task, 0).transform(given.table)
            same = content(made) == content(given.table)
            what = ", ".join(type(block).__name__ for block in given.table.blocks)
            expect(same, f"Expected no change where {title(member)} is not wanted ({what}).")


def check_a_table_without_columns_stays_empty(member: type[Step]) -> None:
    """Where steps before have taken every column, there is nothing to do."""
    task = case("binary").task
    table = Table.of()
    made = member().fit(table, Rows(np.zeros(0, np.int64)), task, 0).transform(table)
    expect(not made.names, f"Expected no columns; got {made.names}.")


def check_groups_and_time_are_no_obstacle(member: type[Step]) -> None:
    """Rows may carry groups and moments, few or many."""
    for given in cases(BASIC, ("mixed",)):
        count = len(given)
        for groups in (np.zeros(count, np.int64), np.arange(count) // 7):
            member().fit_transform(given.table, replace(given.rows, groups=groups), given.task, 0)
        for time in (np.zeros(count), np.arange(count, dtype=np.float64)):
            member().fit_transform(given.table, replace(given.rows, time=time), given.task, 0)


def check_is_quiet(member: type[Step]) -> None:
    """It prints nothing, warns of nothing, and leaves no file behind."""
    for given in cases(BASIC, FORMS):
        with watched() as found:
            step = member()
            step.fit_transform(given.table, given.rows, given.task, 0)
            step.transform(given.table)
        expect(not found, f"Expected silence from {title(member)} ({given.name}); {'; '.join(found)}.")


def _numbering(count: int, name: str = "<row>") -> Numbers:
    return Numbers((name,), np.arange(count, dtype=np.float64)[:, None])
