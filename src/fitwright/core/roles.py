"""What each column of a table is for, and why: to be learned from, or of no use."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from fitwright.core.cells import Cells, Moments, Numeric, Words
from fitwright.core.columns import ENOUGH, SAID, Column, are_codes, category, content, sample

_ID_WORDS = frozenset(
    {
        "id", "ids", "idx", "index", "key", "no", "nr", "num", "number", "uuid", "guid", "rowid", "pk",
        "serial", "row",
    }
)  # fmt: skip
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def infer(name: str, cells: Cells) -> Column:
    """The role that a column's content and name suggest."""
    natural = content(name, cells)
    if (reason := _constant(natural, cells)) is not None:
        return replace(natural, role="constant", why=reason)
    if (reason := _identifier(natural, cells)) is not None:
        return replace(natural, role="identifier", why=reason)
    return natural


def _constant(column: Column, cells: Cells) -> str | None:
    """Why a column says nothing: one value in all rows, or none at all."""
    rows = len(cells.codes) if isinstance(cells, Words) else len(cells.values)
    if column.missing == rows:
        return "no row has a value"
    if column.missing:
        return None
    if isinstance(cells, Words):
        return f"every row holds {cells.levels[0]!r}" if len(cells.levels) == 1 else None
    return f"every row holds {sample(cells)}" if column.low == column.high else None


def _identifier(column: Column, cells: Cells) -> str | None:
    """Why a column only names its rows: all different, and by its looks a key."""
    if isinstance(cells, Words) and column.role == "category" and not cells.typed:
        rows, distinct = int(cells.counts.sum()), len(cells.levels)
        if rows >= ENOUGH and distinct >= 0.95 * rows and are_codes(cells.levels):
            return f"a key: {distinct} different entries in {rows} rows"
        return None
    if not (isinstance(cells, Numeric) and cells.whole and column.role == "number" and not column.missing):
        return None
    rows, span = len(cells.values), (column.high or 0.0) - (column.low or 0.0)
    if (
        rows >= ENOUGH
        and span < 2 * rows
        and is_key_name(column.name)
        and len(np.unique(cells.values)) == rows
    ):
        return "a running number: named like a key, whole, and different in every row"
    return None


def is_key_name(name: str) -> bool:
    """Is a column with this name likely to be a key?"""
    words = [word.lower() for word in _WORD.findall(name)]
    return not words or words[-1] in _ID_WORDS or words[0] in ("id", "index", "unnamed", "rowid")


def mark_codes(columns: list[Column], cells: Mapping[str, Cells]) -> list[Column]:
    """Whole numbers given as text beside columns of numbers are meant as codes: few of them, a category."""
    typed = any(isinstance(mine, Numeric) and not np.isnan(mine.values).all() for mine in cells.values())
    return [_as_codes(column, cells[column.name]) if typed else column for column in columns]


def _as_codes(column: Column, cells: Cells) -> Column:
    if column.role != "number" or column.why == SAID or not isinstance(cells, Words):
        return column
    few = len(cells.levels) <= max(20, len(cells.codes) // 20)
    if not few or not all(level.isdigit() for level in cells.levels):
        return column
    return category(column.name, cells, "whole numbers given as text, beside columns of numbers")


def mark_duplicates(columns: list[Column], cells: Mapping[str, Cells]) -> list[Column]:
    """Columns that hold in every row what an earlier one holds become duplicates."""
    keys = {c.name: (c.role, *_summary(cells[c.name])) for c in columns if c.is_input}
    often = Counter(keys.values())
    first: dict[tuple[object, ...], str] = {}
    out = []
    for column in columns:
        if column.is_input and often[keys[column.name]] > 1:
            mine = cells[column.name]
            twin = first.setdefault((*keys[column.name], _digest(mine)), column.name)
            if twin != column.name and column.why != SAID and _equal(mine, cells[twin]):
                column = replace(column, role="duplicate", why=f"equal to {twin!r} in every row")
        out.append(column)
    return out


def _summary(cells: Cells) -> tuple[object, ...]:
    """What equal columns have in common, very quickly computed."""
    if isinstance(cells, Words):
        return ("words", len(cells.levels), cells.levels[:1], int(cells.codes.sum()))
    values = cells.values
    if isinstance(cells, Moments):
        return ("moments", int(values.astype(np.int64).sum()))
    with np.errstate(over="ignore", invalid="ignore"):  # of huge numbers, and of both infinities
        return ("numbers", float(np.nansum(values)), int(np.isnan(values).sum()))


def _digest(cells: Cells) -> int:
    """What equal columns have in common, and others hardly ever."""
    if isinstance(cells, Words):
        return hash((cells.codes.tobytes(), cells.levels))
    values = cells.values if isinstance(cells, Moments) else cells.values + 0.0  # no -0
    return hash(values.tobytes())


def _equal(one: Cells, other: Cells) -> bool:
    if isinstance(one, Words) and isinstance(other, Words):
        return one.levels == other.levels and np.array_equal(one.codes, other.codes)
    if isinstance(one, Words) or isinstance(other, Words):
        return False
    return np.array_equal(one.values, other.values, equal_nan=True)
