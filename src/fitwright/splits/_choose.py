"""Which splitter the data asks for, and what the user's word for one means."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from fitwright.core.catalog import Catalog
from fitwright.core.errors import SettingError
from fitwright.core.rows import Rows
from fitwright.core.task import Task
from fitwright.splits.splitter import Splitter


def choose(rows: Rows, task: Task) -> tuple[str, str]:
    """The splitter that fits these rows: its name, and why, in words for the reader.

    Time goes before groups: what comes later is what will be asked for.

    Examples
    --------
    >>> from fitwright.tasks import infer
    >>> choose(Rows(np.zeros(3), groups=np.array([0, 1, 1])), infer([0.5, 1.5, 2.5]))
    ('groups', 'rows of one group are kept together: 2 groups')
    """
    if rows.time is not None:
        return "time", "rows have a time: later ones are judged by earlier ones"
    if rows.groups is not None:
        return "groups", f"rows of one group are kept together: {len(np.unique(rows.groups))} groups"
    even = "classes" if task.classifies else "quantiles of the target"
    why = (
        f"rows in random order, {even} in equal shares"
        if task.splitter == "kfold"
        else "the task asks for it"
    )
    return task.splitter, why


def find(catalog: Catalog[Splitter], wanted: Any, settings: dict[str, Any]) -> Splitter:
    """See `fitwright.splits.resolve`."""
    if isinstance(wanted, str | Splitter):
        return catalog.make(wanted, **settings)
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        return catalog.make("kfold", folds=wanted)
    if hasattr(wanted, "split"):
        return catalog.make("pairs", given=wanted)
    if isinstance(wanted, Iterable):
        given = list(wanted)
        return catalog.make("pairs", given=given, ordered=_follow(given))
    raise SettingError(
        "Expected a splitter's name, a number of folds, pairs of row positions, or an object with split(); "
        f"got {wanted!r}."
    )


def _follow(given: list[Any]) -> bool:
    """Is each pair judged on rows that all come after those learned from?"""
    for pair in given:
        if not (isinstance(pair, tuple | list) and len(pair) == 2):
            return False
        learn, judge = (np.asarray(side) for side in pair)
        plain = all(side.ndim == 1 and side.size and side.dtype.kind in "iu" for side in (learn, judge))
        if not plain or learn.max() >= judge.min():
            return False
    return len(given) > 1
