"""What the entries of a column mean: numbers, truth values, categories, dates, or text."""

import re
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fitwright.core.cells import ODD, WEAK_MARKERS, Cells, Moments, Numeric, Words, as_words
from fitwright.core.errors import DataError
from fitwright.core.parsing import SAMPLE, find_form, find_notation, may_be, read_dates
from fitwright.core.quantities import find_quantities, may_be_quantities
from fitwright.core.rows import Floats
from fitwright.core.table import INPUTS, Role

TRUE = frozenset({"true", "yes", "y", "t", "on"})
FALSE = frozenset({"false", "no", "n", "f", "off"})
SAID = "you said so"
ENOUGH = 50
"""Rows from which on "all different" says something."""
MANY_AMOUNTS = 10
"""From so many different amounts on a word that comes again and again among them means "none is known"."""
DAY_NUMBER = "%Y%m%d"
"""The form of dates that are written as one whole number: 20240131."""
_ID_TEXT = re.compile(r"[\w\-.:/#@+]+")


@dataclass(frozen=True)
class Column:
    """A column, what it is for and why; what was seen of it in the rows to learn from.

    Attributes
    ----------
    name, role, why : `why` is a clause that a user can read.
    levels : of a category: the frequent ones first, equally frequent ones by name, or in the user's order.
    low, high : of numbers; of dates in microseconds since 1970.
    missing : rows without a value.
    unread : rows whose text is not the number or date that the others are; they count as missing.
    form : how text is read: a notation of numbers ("point", "thousands", "comma"), that of amounts behind
        what they are amounts of ("mass point"), or of dates ("%d/%m/%Y").
    """

    name: str
    role: Role
    why: str
    levels: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    missing: int = 0
    unread: int = 0
    form: str = ""

    @property
    def is_input(self) -> bool:
        """Is it learned from?"""
        return self.role in INPUTS


def content(name: str, cells: Cells) -> Column:
    """The kind of input that a column is, were it to be learned from."""
    if isinstance(cells, Numeric):
        return _numbers(name, cells)
    if isinstance(cells, Moments):
        return _dates(name, cells.values, "moments in time")
    if not cells.levels:
        return Column(name, "number", "no row has a value", missing=len(cells.codes), form="point")
    if cells.typed:
        return category(name, cells, "its type is one of categories")
    for look in (_truths, _numbers_in_text, _dates_in_text, _quantities_in_text):
        if (column := look(name, cells)) is not None:
            return column
    return _prose(name, cells)


def force(name: str, cells: Cells, role: Role) -> Column:
    """The column in the role that the user gave it.

    Raises
    ------
    DataError
        It cannot be read so.
    """
    if role not in INPUTS:
        return replace(content(name, cells), role=role, why=SAID)
    if role == "category":
        return category(name, as_words(cells), SAID)
    if role == "text":
        return Column(name, "text", SAID, missing=int((as_words(cells).codes < 0).sum()))
    column = _as_said(name, cells, role)
    if column is None:
        raise DataError(
            f"Expected column {name!r} to be read as {role}, as its role says; it holds {sample(cells)}. "
            "Give it another role."
        )
    return replace(column, why=SAID)


def _as_said(name: str, cells: Cells, role: Role) -> Column | None:
    """The column read as numbers, dates or booleans; None where it cannot be."""
    if role == "number":
        if isinstance(cells, Numeric):
            return _numbers(name, cells)
        amounts = _quantities_in_text(name, cells, 0.5) if isinstance(cells, Words) else None
        return _number_words(name, cells, 0.5) or amounts
    if role == "date":
        if isinstance(cells, Moments):
            return _dates(name, cells.values, "")
        return _day_numbers(name, cells) if isinstance(cells, Numeric) else _date_words(name, cells, 0.5)
    if isinstance(cells, Numeric):
        two = bool(np.isin(cells.values[~np.isnan(cells.values)], (0.0, 1.0)).all())
        return replace(_numbers(name, cells), role="boolean") if two else None
    return _truths(name, cells) if isinstance(cells, Words) else None


def sample(cells: Cells) -> str:
    """A few values, for a sentence."""
    levels = as_words(cells).levels
    return ", ".join(map(repr, levels[:3])) + (" …" if len(levels) > 3 else "") if levels else "nothing"


def _numbers(name: str, cells: Numeric) -> Column:
    there = cells.values[~np.isnan(cells.values)]
    low, high = (float(there.min()), float(there.max())) if len(there) else (None, None)
    missing = len(cells.values) - len(there)
    column = Column(name, "number", "numbers", low=low, high=high, missing=missing)
    if cells.boolean:
        return replace(column, role="boolean", why="true or false")
    if (days := _day_numbers(name, cells)) is not None:
        return days
    return column


def _day_numbers(name: str, cells: Numeric) -> Column | None:
    """Whole numbers that are all days of the calendar, written as year, month, day."""
    there = cells.values[~np.isnan(cells.values)]
    if not are_days(there):
        return None
    return _dates(
        name, day_numbers(cells.values), "whole numbers that are dates, such as 20240131", DAY_NUMBER
    )


def are_days(values: Floats, counts: NDArray[np.int64] | None = None) -> bool:
    """Are several of these numbers, and nearly all, days of the calendar?"""
    middle = len(values) // 2
    if not len(values) or not 19000101 <= float(np.partition(values, middle)[middle]) <= 21001231:
        return False
    good = ~np.isnat(day_numbers(values))
    share = float(np.average(good, weights=counts))
    return share >= 1 - ODD and len(np.unique(values[good])) >= 5


def day_numbers(values: Floats) -> NDArray[np.datetime64]:
    """(rows,) moments from numbers such as 20240131; NaT where there is no such day."""
    whole = np.where((values >= 19000101) & (values <= 21001231) & (values % 1 == 0), values, 0).astype(
        np.int64
    )
    year, month, day = whole // 10000, whole // 100 % 100, whole % 100
    months = (np.maximum(year, 1) - 1970) * 12 + np.clip(month, 1, 12) - 1
    dates = months.astype("datetime64[M]").astype("datetime64[D]") + (day - 1).astype("timedelta64[D]")
    wrong = (whole == 0) | (month < 1) | (month > 12) | (day < 1)
    wrong |= dates.astype("datetime64[M]").astype(np.int64) != months
    dates[wrong] = np.datetime64("NaT")
    return np.asarray(dates, "datetime64[us]")


def _dates(name: str, values: NDArray[np.datetime64], why: str, form: str = "") -> Column:
    there = values[~np.isnat(values)].astype(np.int64)
    low, high = (float(there.min()), float(there.max())) if len(there) else (None, None)
    return Column(name, "date", why, low=low, high=high, missing=len(values) - len(there), form=form)


def _truths(name: str, cells: Words) -> Column | None:
    """Yes and no."""
    lowered = {level.lower() for level in cells.levels}
    if not (lowered & TRUE and lowered & FALSE and lowered <= TRUE | FALSE):
        return None
    why = f"two words for true and false: {' and '.join(map(repr, cells.levels))}"
    return Column(name, "boolean", why, low=0.0, high=1.0, missing=int((cells.codes < 0).sum()))


def _numbers_in_text(name: str, cells: Words) -> Column | None:
    """Text that is numbers, but for a few entries; codes such as 00123 are none."""
    if not may_be(cells.levels, "number"):
        return None
    if any(level[0] == "0" and level.isdigit() and len(level) > 1 for level in cells.levels):
        return None
    return _number_words(name, cells, 1 - ODD)


def _number_words(name: str, cells: Cells, share: float) -> Column | None:
    """Numbers, where this share of the words (weak markers aside) can be read."""
    if not isinstance(cells, Words):
        return None
    levels, counts = strong(cells)
    if not levels:
        return None
    notation, read = find_notation(levels, counts)
    wrong = np.isnan(read)
    if counts[~wrong].sum() < share * counts.sum() or wrong.all() or _other_codes(counts, wrong):
        return None
    unread = int(counts[wrong].sum())
    left = f"; {unread} of {counts.sum()} entries cannot be read and count as missing" if unread else ""
    missing = len(cells.codes) - int(counts[~wrong].sum())
    good = read[~wrong]
    if are_days(good, counts[~wrong]):
        return _date_words(name, cells, share, DAY_NUMBER)
    return Column(
        name, "number", f"text that reads as numbers{left}", low=float(good.min()), high=float(good.max()),
        missing=missing, unread=unread, form=notation,
    )  # fmt: skip


def _quantities_in_text(name: str, cells: Words, share: float = 1 - ODD) -> Column | None:
    """Amounts with units, currencies, percent signs or magnitudes; one or two words among them are none."""
    levels, counts = strong(cells)
    found = find_quantities(levels, counts) if may_be_quantities(levels) else None
    if found is None:
        return None
    form, read = found
    wrong = np.isnan(read)
    word = 0 < wrong.sum() <= 2 and (~wrong).sum() >= MANY_AMOUNTS
    if counts[~wrong].sum() < (min(share, 0.5) if word else share) * counts.sum() or wrong.all():
        return None
    unread, good = int(counts[wrong].sum()), read[~wrong]
    left = f"; {unread} of {counts.sum()} entries cannot be read and count as missing" if unread else ""
    return Column(
        name, "number", f"text that reads as amounts, such as {levels[int(np.argmin(wrong))]!r}{left}",
        low=float(good.min()), high=float(good.max()),
        missing=len(cells.codes) - int(counts[~wrong].sum()), unread=unread, form=form,
    )  # fmt: skip


def _other_codes(counts: NDArray[np.int64], wrong: NDArray[np.bool_]) -> bool:
    """Are the unreadable words several that come again and again?  Then all are codes: 250.83, V57, E909."""
    odd = counts[wrong]
    often = odd[odd >= 3]
    return len(often) > 3 and 2 * int(often.sum()) > int(odd.sum())


def strong(cells: Words) -> tuple[list[str], NDArray[np.int64]]:
    """Levels that are no weak markers, and their rows."""
    there = [i for i, level in enumerate(cells.levels) if level.lower() not in WEAK_MARKERS]
    return [cells.levels[i] for i in there], cells.counts[there]


def _dates_in_text(name: str, cells: Words) -> Column | None:
    return _date_words(name, cells, 1 - ODD) if may_be(strong(cells)[0], "date") else None


def _date_words(name: str, cells: Cells, share: float, said: str = "") -> Column | None:
    """Dates, where this share of the words (weak markers aside) can be read in one form."""
    if not isinstance(cells, Words):
        return None
    levels, counts = strong(cells)
    found = (said, read_dates(levels, said)) if said else find_form(levels, counts)
    if found is None:
        return None
    form, read = found
    wrong = np.isnat(read)
    if counts[~wrong].sum() < share * counts.sum():
        return None
    unread = int(counts[wrong].sum())
    left = f"; {unread} of {counts.sum()} entries cannot be read and count as missing" if unread else ""
    column = _dates(name, read[~wrong], f"text that reads as dates in the form {form}{left}", form)
    return replace(column, missing=len(cells.codes) - int(counts[~wrong].sum()), unread=unread)


def category(name: str, cells: Words, why: str) -> Column:
    """The column as a category: the frequent levels first, or in the order that its type says."""
    counts = cells.counts
    levels = cells.told or tuple(cells.levels[i] for i in np.argsort(-counts, kind="stable"))
    return Column(name, "category", why, levels=levels, missing=int((cells.codes < 0).sum()))


def _prose(name: str, cells: Words) -> Column:
    """Free text where the words are many and most rows differ, else a category."""
    rows, distinct = int(cells.counts.sum()), len(cells.levels)
    seen = cells.levels[:: max(1, distinct // SAMPLE)]
    spaces = sum(level.count(" ") for level in seen) / max(1, len(seen)) + 1
    length = sum(map(len, seen)) / max(1, len(seen))
    differ = distinct / max(1, rows)
    free = (spaces >= 3 and differ >= 0.3) or (spaces >= 8 and differ >= 0.05)
    free |= differ >= 0.9 and rows >= ENOUGH and (spaces >= 1.5 or length > 64 or not are_codes(seen))
    if free and distinct >= 10:
        why = f"free text: {spaces:.0f} words a row, {distinct} different entries in {rows} rows"
        return Column(name, "text", why, missing=len(cells.codes) - rows)
    return category(name, cells, f"text with {distinct} different entries in {rows} rows")


def are_codes(levels: tuple[str, ...]) -> bool:
    """Are nearly all of these one word of letters, digits and the usual joints?"""
    seen = levels[:: max(1, len(levels) // SAMPLE)]
    return sum(bool(_ID_TEXT.fullmatch(level)) for level in seen) >= 0.9 * len(seen)
