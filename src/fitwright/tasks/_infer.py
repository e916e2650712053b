"""Which task a target poses."""

from typing import Any

from fitwright.core.catalog import Catalog
from fitwright.core.errors import DataError
from fitwright.core.task import Task
from fitwright.tasks._target import read_target


def infer_task(catalog: Catalog[Task], y: Any, kind: str | None) -> Task:
    """See `fitwright.tasks.infer`."""
    target = read_target(y)
    if kind == "classification":
        labels = len(set(target.tolist()))
        return catalog.get("multiclass" if labels > 2 else "binary").of(target)
    if kind is not None:
        return catalog.get(kind).of(target)
    for member in map(catalog.get, catalog.names()):
        if member.basic and member.fits(target):
            return member.of(target)
    raise DataError(
        f"Expected a target with at least two different values; got {target.tolist()[0]!r} alone in "
        f"{len(target)} rows, which is one class. Add rows with another value."
    )
