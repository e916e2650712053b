"""Columns of Python's own values as a frame."""

from collections.abc import Mapping, Sequence
from typing import Any

from fitwright.core.cells import label


def frame_of(columns: Mapping[str, Sequence[Any]]) -> Any:
    """A polars frame; values that do not agree within a column become text."""
    import polars as pl

    return pl.DataFrame(
        {name: pl.Series(name, agreed(values), strict=False) for name, values in columns.items()}
    )


def agreed(values: Sequence[Any]) -> Sequence[Any]:
    """As they are where all are of one sort, else as text."""
    sorts = set(map(type, values)) - {type(None)}
    big = int in sorts and any(type(value) is int and abs(value) >= 2**63 for value in values)
    if sorts == {int, float} or (sorts == {int} and big):
        return [None if value is None else float(str(value)) for value in values]
    return values if len(sorts) <= 1 else [label(value) for value in values]
