"""What is wrong or odd in a table, before anything is spent: audits, one a file."""

from collections.abc import Mapping
from typing import Any

from fitwright.audit._look import Asked, look, pose
from fitwright.audit._report import DataCheck
from fitwright.audit.audit import Audit, Finding, Subject
from fitwright.core.budget import Budget
from fitwright.core.catalog import Catalog
from fitwright.core.rows import Rows
from fitwright.core.schema import Schema
from fitwright.core.table import Role, Table
from fitwright.core.task import Task

__all__ = ["Audit", "DataCheck", "Finding", "Subject", "catalog", "check", "glance"]

catalog: Catalog[Audit] = Catalog(__name__, Audit)
SECONDS = 60.0
SHARE, LONGEST = 0.03, 2.0
"""What a glance before a fit may take: this share of the time limit, and never more seconds."""


def check(
    data: Any,
    target: Any = None,
    other: Any = None,
    *,
    time: Any = None,
    groups: Any = None,
    roles: Mapping[str, Role] | None = None,
    time_limit: float | None = SECONDS,
) -> DataCheck:
    """Look at a table before anything is spent: what is odd in it, and what gives the target away.

    Nothing is changed.  Every finding has a severity, the columns, what was seen, and what to do.

    Parameters
    ----------
    data : a path (CSV, Parquet, Feather, JSON lines) or a table: the rows to learn from.
    target : the name of the column to predict, or (rows,) answers; without it leaks are not looked for.
    other : a path or a table to compare with, such as the rows to predict: what has drifted is told.
    time : a column's name, or (rows,) moments: when each row is to be predicted; later dates are leaks.
    groups : a column's name, or (rows,) labels: equal rows of one group are kept together.
    roles : column name to role, where the one that would be inferred is not right.
    time_limit : seconds after which the audits that are left do not look; the report says which.

    Raises
    ------
    DataError
        The table cannot be read, or has no such column.

    Examples
    --------
    >>> import fitwright
    >>> rows = {"size": list(range(80)), "left": ["no", "yes"] * 40, "reason": [None, "price"] * 40}
    >>> found = fitwright.check(rows, target="left")
    >>> found.leaking
    ('reason',)
    """
    budget = Budget(time_limit)
    subject, seen = pose(Asked(data, target, other, time, groups, roles), budget)
    return look(catalog, subject, quick=False, found=seen)


def glance(schema: Schema, table: Table, rows: Rows, task: Task, seconds: float | None = None) -> DataCheck:
    """The quick audits on a table that was taken in: at most 3 % of `seconds`, and never more than 2.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.tasks import infer
    >>> table = {"size": np.arange(60.0), "kind": ["a", "b"] * 30}
    >>> schema, task = Schema.learn(table), infer([0.5, 1.5])
    >>> glance(schema, schema.read(table), Rows(np.arange(60) / 7), task).leaking
    ('size',)
    """
    budget = Budget(LONGEST if seconds is None else max(0.01, min(LONGEST, SHARE * seconds)))
    return look(catalog, Subject(schema, table, rows, task, budget=budget), quick=True)
