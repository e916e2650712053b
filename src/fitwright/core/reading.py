"""A column of any table, read as the schema knows it: the same at training and at predict time."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import MISSING, UNSEEN, Texts
from fitwright.core.cells import ODD, WEAK_MARKERS, Cells, Moments, Numeric, Words, as_words
from fitwright.core.columns import DAY_NUMBER, FALSE, TRUE, Column, day_numbers, sample, strong
from fitwright.core.errors import SchemaError
from fitwright.core.parsing import find_form, read_dates, read_numbers
from fitwright.core.quantities import is_quantity_form, read_quantities
from fitwright.core.rows import Floats


def read_column(cells: Cells, column: Column) -> Floats:
    """(rows,) of a number or a boolean, NaN where missing."""
    if isinstance(cells, Numeric):
        if column.role == "boolean" and not cells.boolean:
            _all_truths(cells.values, column)
        return cells.values
    if isinstance(cells, Moments):
        if np.isnat(cells.values).all():
            return np.full(len(cells.values), np.nan)
        raise _unexpected("numbers", column, cells)
    if column.role == "boolean":
        words = [level.lower() for level in cells.levels]
        read = np.array([1.0 if w in TRUE else 0.0 if w in FALSE else np.nan for w in words], np.float64)
    else:
        form = column.form or "point"
        read = (read_quantities if is_quantity_form(form) else read_numbers)(cells.levels, form)
        _not_too_many(np.isnan(read), cells, column, "numbers")
    return np.append(read, np.nan)[cells.codes]


def read_codes(
    cells: Cells, column: Column, place: Mapping[str, int]
) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """(rows,) positions in the levels, whose `place` is given, or MISSING; and the names of new levels.

    The first of these is UNSEEN - 1, the next UNSEEN - 2.
    """
    words = as_words(cells)
    strangers = tuple(level for level in words.levels if level not in place)
    known = {**place, **{name: UNSEEN - 1 - i for i, name in enumerate(strangers)}} if strangers else place
    return np.array([*(known[level] for level in words.levels), MISSING], np.int32)[words.codes], strangers


def read_moments(cells: Cells, column: Column) -> NDArray[np.datetime64]:
    """(rows,) datetime64[us] in UTC, NaT where missing."""
    if isinstance(cells, Moments):
        return cells.values
    if isinstance(cells, Numeric):
        if column.form == DAY_NUMBER or np.isnan(cells.values).all():
            return day_numbers(cells.values)
        raise _unexpected("dates", column, cells)
    read = _dates(cells, column)
    _not_too_many(np.isnat(read), cells, column, "dates")
    return np.append(read, np.datetime64("NaT"))[cells.codes]


def _dates(cells: Words, column: Column) -> NDArray[np.datetime64]:
    """(levels,) moments in the form that was learned; where none was, in one that begins with the year."""
    if column.form:
        return read_dates(cells.levels, column.form)
    levels, counts = strong(cells)
    found = find_form(levels, counts) if levels else None
    if found is None or not found[0].startswith("%Y"):
        return np.full(len(cells.levels), np.datetime64("NaT"), "datetime64[us]")
    return read_dates(cells.levels, found[0])


def read_text(cells: Cells, column: Column) -> Texts:
    """The column as text."""
    words = as_words(cells)
    levels: list[str | None] = [*words.levels, None]
    return Texts.of(column.name, levels).take(words.codes.astype(np.intp) % len(levels))


def _all_truths(values: Floats, column: Column) -> None:
    """Numbers stand for true and false only as 1 and 0."""
    if len(wrong := values[~np.isnan(values) & (values != 0) & (values != 1)]):
        raise SchemaError(
            f"Expected true or false (1 or 0) in column {column.name!r}, as it was learned; "
            f"got {wrong[0]:g} in {len(wrong)} rows. Give the column that the model was fitted on."
        )


def _not_too_many(wrong: NDArray[np.bool_], cells: Words, column: Column, what: str) -> None:
    """Unreadable entries are missing where the rows learned from had such, else an error."""
    bad = [i for i in np.flatnonzero(wrong) if cells.levels[i].lower() not in WEAK_MARKERS]
    if not bad:
        return
    counts = cells.counts
    rows, there = int(counts[bad].sum()), int(counts.sum())
    if column.unread and (there < 20 or rows <= max(10 * ODD, 0.5) * there):
        return
    raise SchemaError(
        f"Expected {what} in column {column.name!r}, as it was learned; got {cells.levels[bad[0]]!r} in "
        f"{rows} of {len(cells.codes)} rows. Correct these entries or leave them empty."
    )


def _unexpected(what: str, column: Column, cells: Cells) -> SchemaError:
    came = "dates" if isinstance(cells, Moments) else "numbers"
    return SchemaError(
        f"Expected {what} in column {column.name!r}, as it was learned; got {came} ({sample(cells)}). "
        "Give the column in the type that the model was fitted on."
    )
