"""What every audit has to do: say what it saw in full sentences, change nothing, bear every table."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from fitwright.audit import Audit, Finding, Subject
from fitwright.audit.audit import SEVERITIES
from fitwright.checks._expect import expect, made, title, watched
from fitwright.checks._tables import BASIC, FORMS, Case, cases, content, with_strangers, without_values
from fitwright.core.columns import Column
from fitwright.core.rows import Floats, Rows
from fitwright.core.schema import Schema
from fitwright.core.table import Table


def check_findings_say_what_was_seen_and_what_to_do(member: Any) -> None:
    """A severity that there is, columns of the table, and two sentences."""
    for subject in _subjects(member):
        for found in _look(member, subject):
            expect(isinstance(found, Finding), f"Expected findings from {title(member)}; got {found!r}.")
            expect(
                found.severity in SEVERITIES, f"Expected a severity of {SEVERITIES}; got {found.severity!r}."
            )
            strange = [name for name in found.columns if name not in subject.schema.names]
            expect(not strange, f"Expected columns of the table; got {strange}.")
            for text in (found.seen, found.advice):
                whole = text[:1].upper() == text[:1] and text.rstrip().endswith((".", "?"))
                expect(
                    whole and len(text) > 10, f"Expected a whole sentence from {title(member)}; got {text!r}."
                )


def check_the_same_table_gives_the_same_findings(member: Any) -> None:
    """Two looks agree."""
    for subject in _subjects(member):
        one, other = _look(member, subject), _look(member, subject)
        expect(one == other, f"Expected the same findings twice; got {one} and {other}.")


def check_changes_nothing(member: Any) -> None:
    """Neither table nor answers are written to."""
    for subject in _subjects(member):
        before = content(subject.table), subject.rows.y is not None and subject.rows.answers.tobytes()
        _look(member, subject)
        after = content(subject.table), subject.rows.y is not None and subject.rows.answers.tobytes()
        expect(before == after, f"Expected {title(member)} to leave the table and the answers alone.")


def check_bears_odd_tables(member: Any) -> None:
    """No rows, one row, no values at all, levels that nobody knows, no target, one class alone."""
    for subject in _subjects(member):
        count = len(subject.table)
        odd = [
            replace(subject, table=without_values(subject.table)),
            replace(subject, table=with_strangers(subject.table)),
            replace(subject, rows=Rows(), task=None),
            replace(subject, rows=Rows(np.zeros_like(subject.rows.y))),
        ]
        odd += [
            replace(subject, table=subject.table.at(np.arange(few)), rows=subject.rows.at(np.arange(few)))
            for few in (0, 1, 2, 31)
            if few < count
        ]
        for asked in odd:
            _look(member, asked)


def check_says_nothing_aloud(member: Any) -> None:
    """It neither prints nor warns nor leaves files."""
    with watched() as said:
        for subject in _subjects(member):
            _look(member, subject)
    expect(not said, f"Expected {title(member)} to be quiet; {'; '.join(said)}.")


def check_noise_leaks_nothing(member: Any) -> None:
    """Columns that have nothing to do with the target are not called leaks."""
    if made(member).finds_leaks:
        rng = np.random.default_rng(8)
        for given in cases(BASIC, FORMS, 400):
            shuffled = given.asked(given.rows.at(rng.permutation(len(given))))
            asked = _subject(shuffled)
            found = _look(member, replace(asked, rows=replace(asked.rows, time=None)))
            expect(not found, f"Expected no leak in noise ({given.name}); got {found}.")


def _subjects(member: Any) -> Iterator[Subject]:
    """Tables of all forms with all basic questions, and another table beside each."""
    expect(isinstance(made(member), Audit), f"Expected an Audit; got {member!r}.")
    return (_subject(given) for given in cases(BASIC, FORMS, 120))


def _subject(given: Case) -> Subject:
    moments: Floats = np.arange(len(given), dtype=np.float64) * 8.64e10 + 1.6e15
    rows = replace(given.rows, time=moments, groups=np.arange(len(given)) // 2)
    other = given.table.at(np.arange(len(given) // 2))
    return Subject(
        schema=_schema(given.table),
        table=given.table,
        rows=rows,
        task=given.task,
        other=other,
        other_rows=rows.at(np.arange(len(given) // 2)),
    )


def _schema(table: Table) -> Schema:
    """A schema that knows these columns, and three that were left out."""
    inputs = [
        Column(name, role, "it is there", levels=table.levels(name) if role == "category" else ())
        for name, role in table.roles.items()
    ]
    out = [
        Column("left out constant", "constant", "every row holds 1"),
        Column("left out key", "identifier", "a running number"),
        Column("left out twin", "duplicate", "equal to 'size' in every row"),
    ]
    return Schema((*inputs, *out))


def _look(member: Any, subject: Subject) -> list[Finding]:
    return list(made(member).look(subject))
