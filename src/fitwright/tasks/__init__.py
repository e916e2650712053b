"""What is to be predicted: tasks, one a file."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.catalog import Catalog
from fitwright.core.task import Task
from fitwright.tasks._infer import infer_task
from fitwright.tasks._target import read_target

__all__ = ["Task", "catalog", "infer", "target"]

catalog: Catalog[Task] = Catalog(__name__, Task)


def infer(y: Any, kind: str | None = None) -> Task:
    """Read the task off the target, unless `kind` says it.

    Text and booleans are classes; so are whole numbers (integers, or floats without fractions) where there
    are two different ones, or at most 20 whose square is not above the number of rows.  Other numbers make
    a regression.  Two classes are binary, more are multiclass.

    Parameters
    ----------
    y : the target as the user has it, (rows,) or (rows, 1): array, series or list.
    kind : a task's name; or "classification", which is binary or multiclass by the number of labels.

    Raises
    ------
    DataError
        The target has missing or infinite values, one class only, several columns, or does not fit `kind`.
    UnknownName
        There is no such kind.

    Examples
    --------
    >>> infer(["yes", "no", "yes"]).kind, infer([0.5, 1.25, 3.0]).kind
    ('binary', 'regression')
    """
    return infer_task(catalog, y, kind)


def target(y: Any) -> NDArray[Any]:
    """The target as one typed array that can stand beside a table: booleans, numbers or text, no objects.

    Raises
    ------
    DataError
        As for `infer`.
    """
    column = read_target(y)
    return np.array(column.tolist(), str) if column.dtype.kind == "O" else column
