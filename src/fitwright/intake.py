"""What the user gave, turned into the words: schema, table, task, rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright import tasks
from fitwright.core import frames
from fitwright.core.blocks import Raw
from fitwright.core.errors import DataError, SettingError
from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.schema import Schema
from fitwright.core.table import Role, Table
from fitwright.core.task import Task
from fitwright.core.times import read_times


@dataclass(frozen=True)
class Intake:
    """The question, posed."""

    schema: Schema
    task: Task
    table: Table
    rows: Rows
    class_factors: Floats | None = None
    notes: list[str] = field(default_factory=list)
    judged: Index | None = None
    """Positions of the rows that came as `validation`, below the others."""
    names: list[str] | None = None
    """Of the columns that came, where they had names and all were text."""
    pandas: bool = False
    """Did the table come in pandas?"""


@dataclass(frozen=True)
class Given:
    """The arguments of `fit`, as they came."""

    X: Any
    y: Any
    sample_weight: Any = None
    groups: Any = None
    time: Any = None
    roles: Mapping[str, Role] | None = None
    validation: tuple[Any, Any] | None = None


def take_in(given: Given, kind: str, class_weight: Any = None) -> Intake:
    """Read the table, learn its schema, and pose the task.

    Raises
    ------
    DataError
        The table, the target, the weights, the groups or the times cannot be used.
    """
    X = frames.open_frame(given.X)
    frames.check_table(X)
    if given.y is None:
        raise DataError("This estimator requires y to be passed, but the target y is None. Give a target.")
    y = tasks.target(given.y)
    task = tasks.infer(y, kind)
    groups, time = _beside(X, given.groups, "groups"), _beside(X, given.time, "time")
    roles: dict[str, Role] = dict(given.roles or {})
    if isinstance(given.groups, str):
        roles.setdefault(given.groups, "ignored")
    schema = Schema.learn(X, roles=roles)
    table = schema.read(X)
    if len(table) != len(y):
        raise DataError(
            f"Found input variables with inconsistent numbers of samples: {len(table)} and {len(y)}. "
            "Give one entry of y for each row."
        )
    table = _put_beside(table, "target", y)
    if given.sample_weight is not None:
        table = _put_beside(table, "weight", _weights(given.sample_weight, len(y)))
    if groups is not None:
        table = _put_beside(table, "group", _long_as(groups, len(y), "groups"))
    if time is not None:
        table = _put_beside(table, "time", read_times(_long_as(time, len(y), "time")))
    judged = None
    if given.validation is not None:
        below = _validation(given, schema)
        judged = np.arange(len(table), len(table) + len(below))
        table = Table(tuple(a.above(b) for a, b in zip(table.blocks, below.blocks, strict=True)), table.roles)
    inputs, rows = task.pose(table)
    factors = _class_factors(class_weight, task, rows)
    return Intake(
        schema, task, inputs, rows, factors, schema.notes(), judged,
        frames.text_names(given.X), frames.is_from("pandas", given.X),
    )  # fmt: skip


def _validation(given: Given, schema: Schema) -> Table:
    """The user's own rows to judge on, as a table of the same form."""
    if any(v is not None for v in (given.sample_weight, given.groups, given.time)):
        raise SettingError(
            "Expected validation without sample_weight, groups or time; use cv with pairs instead."
        )
    if not (isinstance(given.validation, tuple | list) and len(given.validation) == 2):
        raise SettingError("Expected validation as a pair (X, y) of rows to judge on; got something else.")
    X, y = given.validation
    table, answers = schema.read(X), tasks.target(y)
    if len(table) != len(answers):
        raise DataError(
            f"Expected as many rows in validation's X as in its y; got {len(table)} and {len(answers)}."
        )
    return _put_beside(table, "target", answers)


def _put_beside(table: Table, role: Role, values: NDArray[Any]) -> Table:
    """The table with a column of the user's that is no input: its target, weights, groups or time."""
    name = f"<{role}>"
    while name in table.roles:  # somebody has a column of this name
        name = f"<{name}>"
    return replace(table, blocks=(*table.blocks, Raw((name,), values)), roles={**table.roles, name: role})


def _beside(X: Any, values: Any, what: str) -> NDArray[Any] | None:
    """Groups or times: an array of their own, or the name of a column of X."""
    if values is None:
        return None
    return frames.column(X, values, what) if isinstance(values, str) else frames.to_array(values)


def _long_as(values: NDArray[Any], count: int, what: str) -> NDArray[Any]:
    if values.shape != (count,):
        raise DataError(f"Expected one entry of {what} for each of {count} rows; got shape {values.shape}.")
    return values


def _weights(sample_weight: Any, count: int) -> Floats:
    """(rows,) finite weights, none below 0, not all 0."""
    try:
        weights = np.asarray(sample_weight, np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(f"Expected sample weights as numbers; {error}. Turn them into numbers.") from error
    if weights.ndim == 0:
        weights = np.full(count, float(weights))
    if weights.ndim != 1:
        raise DataError("Sample weights must be 1D array or scalar")
    if len(weights) != count:
        raise DataError(
            f"sample_weight.shape == {weights.shape}, expected {(count,)}: one weight for each row of X."
        )
    if not np.isfinite(weights).all() or (weights < 0).any() or not weights.any():
        raise DataError("Expected finite sample weights from 0 on, and not all of them zero. Correct them.")
    return weights


def _class_factors(class_weight: Any, task: Task, rows: Rows) -> Floats | None:
    """(classes,) factors from "balanced" or a dict of label to weight."""
    if class_weight is None:
        return None
    if not task.classifies:
        raise SettingError("Expected class_weight only for classes; this is a regression.")
    codes = rows.answers.astype(np.int64)
    if class_weight == "balanced":
        counts = np.bincount(codes, rows.weights, minlength=len(task.outputs))
        factors: Floats = counts.sum() / (len(task.outputs) * np.maximum(counts, 1e-12))
        return factors
    if not isinstance(class_weight, Mapping):
        raise SettingError(
            f"Expected class_weight None, 'balanced' or a dict of labels; got {class_weight!r}."
        )
    labels = task.decode(np.arange(len(task.outputs))).tolist()
    if strange := [label for label in class_weight if label not in labels]:
        raise SettingError(f"Expected labels among {labels} in class_weight; got {strange}.")
    return np.array([float(class_weight.get(label, 1.0)) for label in labels])
