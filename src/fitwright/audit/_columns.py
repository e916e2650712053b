"""A column as numbers, as codes from 0, or as what is missing, whatever its block."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import Block, Codes, Dates, Texts
from fitwright.core.rows import Floats
from fitwright.core.table import Table

BINS = 64
"""Most bins of a column of numbers."""
ROWS_A_BIN = 15


def kind_of(table: Table, name: str) -> type[Block]:
    """The type of the block that holds a column."""
    return next(type(block) for block in table.blocks if name in block.names)


def measures(table: Table, name: str) -> Floats | None:
    """(rows,) numbers, or microseconds of dates, NaN where missing; None for categories and text."""
    kind = kind_of(table, name)
    if issubclass(kind, Dates):
        dates = table.dates([name])[:, 0]
        moments: Floats = np.where(np.isnat(dates), np.nan, dates.astype(np.int64).astype(np.float64))
        return moments
    return None if issubclass(kind, Codes | Texts) else table.numbers([name])[:, 0]


def measured(table: Table, names: tuple[str, ...]) -> dict[str, Floats]:
    """Name to (rows,) numbers, for the columns that have numbers."""
    found = {name: measures(table, name) for name in names}
    return {name: values for name, values in found.items() if values is not None}


def codes(table: Table, name: str) -> NDArray[np.int64]:
    """(rows,) codes: 0 is missing, then the levels, the different texts, or bins of the numbers."""
    values = measures(table, name)
    if values is not None:
        return binned(values)
    if issubclass(kind_of(table, name), Codes):
        return np.maximum(table.codes([name])[:, 0], -1).astype(np.int64) + 1
    texts = np.array(["" if text is None else text for text in table.texts(name)], object)
    place = np.unique(texts.astype(str), return_inverse=True)[1].astype(np.int64)
    return np.where(missing(table, name), 0, place + 1)


def missing(table: Table, name: str) -> NDArray[np.bool_]:
    """(rows,) where the column has no value."""
    kind = kind_of(table, name)
    if issubclass(kind, Codes):
        return np.asarray(table.codes([name])[:, 0] == -1, bool)
    if issubclass(kind, Texts):
        return np.array([text is None for text in table.texts(name)], bool)
    if issubclass(kind, Dates):
        return np.asarray(np.isnat(table.dates([name])[:, 0]), bool)
    return np.asarray(np.isnan(table.numbers([name])[:, 0]), bool)


def edges(values: Floats, most: int = BINS) -> Floats:
    """Where bins begin that hold about equally many of these values; each value alone where they are few."""
    known: Floats = np.sort(values[~np.isnan(values)])
    if not len(known):
        return known
    different: Floats = known[np.concatenate([[True], known[1:] != known[:-1]])]
    bins = int(np.clip(len(known) // ROWS_A_BIN, 2, most))
    if len(different) <= bins:
        return different
    starts: Floats = np.unique(known[(np.arange(1, bins) * len(known)) // bins])
    return starts


def binned(values: Floats, at: Floats | None = None) -> NDArray[np.int64]:
    """(rows,) the bin of each number, from 1; 0 where it is missing."""
    starts = edges(values) if at is None else at
    bins = np.searchsorted(starts, values, side="right").astype(np.int64) + 1
    bins[np.isnan(values)] = 0
    return bins


def ranks(values: NDArray[Any]) -> Floats:
    """(rows,) the share of rows up to each value; equal values share the middle."""
    _, place, often = np.unique(values, return_inverse=True, return_counts=True)
    up_to = np.cumsum(often) - (often - 1) / 2.0
    shares: Floats = up_to[place] / max(1, len(values))
    return shares


def named(names: tuple[str, ...], most: int = 5) -> str:
    """The first few names, in words."""
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(map(repr, names[:most])) + rest
