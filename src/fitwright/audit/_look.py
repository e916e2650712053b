"""From what the user gave to a subject, and from a subject to the report."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright import readers, tasks
from fitwright.audit._report import DataCheck
from fitwright.audit.audit import SEVERITIES, Audit, Finding, Subject
from fitwright.core import frames
from fitwright.core.blocks import Raw
from fitwright.core.budget import Budget
from fitwright.core.catalog import Catalog
from fitwright.core.columns import content
from fitwright.core.errors import DataError
from fitwright.core.rows import Rows
from fitwright.core.schema import Schema
from fitwright.core.table import Role, Table
from fitwright.core.task import Task
from fitwright.core.times import read_times


@dataclass(frozen=True)
class Asked:
    """The arguments of `check`, as they came."""

    data: Any
    target: Any = None
    other: Any = None
    time: Any = None
    groups: Any = None
    roles: Mapping[str, Role] | None = None


def look(
    catalog: Catalog[Audit], subject: Subject, *, quick: bool, found: tuple[Finding, ...] = ()
) -> DataCheck:
    """Let all audits look, those for leaks first, as long as there is time."""
    members = [(name, catalog.get(name)) for name in catalog.names()]
    members.sort(key=lambda pair: not pair[1].finds_leaks)
    findings, late = list(found), []
    for name, member in members:
        if quick and not member.quick:
            continue
        if not subject.budget.left:
            late.append(name)
            continue
        with np.errstate(all="ignore"):  # of huge numbers squares may overflow: then nothing is found
            findings += [replace(finding, audit=name) for finding in catalog.make(name).look(subject)]
        if not subject.budget.left:
            late.append(name)
    findings.sort(key=lambda finding: SEVERITIES.index(finding.severity))
    return DataCheck(
        findings=tuple(_once(findings)),
        columns=subject.schema.columns,
        rows=len(subject.table),
        looked=len(subject.some.table),
        task=None if subject.task is None else subject.task.kind,
        leaks=tuple(name for name, member in members if member.finds_leaks),
        unfinished=tuple(late),
        seconds=subject.budget.spent,
    )


def _once(findings: list[Finding]) -> list[Finding]:
    """What is critical for a column is said once: the first audit that saw it has the word."""
    said: set[tuple[str, ...]] = set()
    out = []
    for finding in findings:
        leak = finding.severity == "critical" and finding.columns
        if not leak or finding.columns not in said:
            out.append(finding)
        if leak:
            said.add(finding.columns)
    return out


def pose(asked: Asked, budget: Budget) -> tuple[Subject, tuple[Finding, ...]]:
    """The subject, and what was seen while it was made.

    Raises
    ------
    DataError
        The table cannot be read, or a column that was named is not there.
    """
    frame = _read(asked.data)
    X, y, found = _split(frame, asked.target)
    roles: dict[str, Role] = dict(asked.roles or {})
    if isinstance(asked.groups, str):
        roles.setdefault(asked.groups, "ignored")
    opened = frames.open_frame(X)
    groups, time = _beside(opened, asked.groups, "groups"), _beside(opened, asked.time, "time")
    schema = Schema.learn(opened, roles=roles)
    table = _with_identifiers(schema, opened)
    task, told = _task(y)
    rows = _rows(task, y, {"group": groups, "time": None if time is None else read_times(time)})
    subject = Subject(schema, table, rows, task, budget=budget)
    if asked.other is None:
        return subject, (*found, *told)
    subject, more = _compared(subject, _read(asked.other), asked.target)
    return subject, (*found, *told, *more)


def _read(data: Any) -> Any:
    return readers.read(data) if isinstance(data, str | Path) else data


def _split(frame: Any, target: Any) -> tuple[Any, NDArray[Any] | None, tuple[Finding, ...]]:
    """The inputs, the answers, and how many rows have none."""
    if target is None:
        return frame, None, ()
    if not isinstance(target, str):
        return frame, tasks.target(target), ()
    X, y, dropped = frames.split_target(frame, target)
    if not dropped:
        return X, y, ()
    seen = f"{dropped} of {dropped + len(y)} rows have no target."
    left = Finding("warning", (target,), seen, "They are left out of fit; see why they have none.", "target")
    return X, y, (left,)


def _task(y: NDArray[Any] | None) -> tuple[Task | None, tuple[Finding, ...]]:
    """The task, or why there is none."""
    if y is None:
        return None, ()
    try:
        return tasks.infer(y), ()
    except DataError as error:
        return None, (Finding("critical", (), "The target cannot be learned.", str(error), "target"),)


def _with_identifiers(schema: Schema, frame: frames.Frame) -> Table:
    """The inputs, and beside them what only names the rows, in the type that it has by its content."""
    table = schema.read(frame)
    keys = [column.name for column in schema.columns if column.role == "identifier"]
    if not keys:
        return table
    natural = tuple(content(name, frame.cells(frame.find(name))) for name in keys)
    aside = Schema(natural).read({name: frame.pick(frame.find(name)) for name in keys})
    roles: dict[str, Role] = dict.fromkeys(keys, "identifier")
    return Table((*table.blocks, *aside.blocks), {**table.roles, **roles})


def _beside(frame: frames.Frame, values: Any, what: str) -> NDArray[Any] | None:
    if values is None:
        return None
    return frames.column(frame, values, what) if isinstance(values, str) else frames.to_array(values)


def _rows(task: Task | None, y: NDArray[Any] | None, beside: Mapping[str, NDArray[Any] | None]) -> Rows:
    """Answers, groups and times in the words of the house."""
    if task is None or y is None:
        return Rows()
    raw = {"target": y, **{role: values for role, values in beside.items() if values is not None}}
    for role, values in raw.items():
        if len(values) != len(y):
            raise DataError(f"Expected one entry of {role} for each of {len(y)} rows; got {len(values)}.")
    blocks = [Raw((f"<{role}>",), values) for role, values in raw.items()]
    named: dict[str, Any] = {f"<{role}>": role for role in raw}
    return task.pose(Table.of(*blocks, roles=named))[1]


def _compared(subject: Subject, frame: Any, target: Any) -> tuple[Subject, tuple[Finding, ...]]:
    """The subject with another table beside it; or what keeps that table from being read."""
    opened = frames.open_frame(frame)
    try:
        other = subject.schema.read(opened)
    except DataError as error:
        return subject, (
            Finding(
                "critical", (), "The other table does not have the columns of this one.", str(error), "drift"
            ),
        )
    subject = replace(subject, other=other)
    if subject.task is None or not isinstance(target, str) or target not in opened.names:
        return subject, ()
    y = frames.to_array(opened.pick(opened.find(target)), target)
    there = np.flatnonzero(~frames.missing_in(y))
    try:
        rows = Rows(subject.task.encode(y[there])) if len(there) else Rows()
    except DataError as error:
        seen = "The other table's target does not fit this one's."
        return subject, (Finding("critical", (target,), seen, str(error), "drift"),)
    return replace(subject, other_rows=rows), ()
