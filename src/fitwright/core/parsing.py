"""Text that means numbers or dates: which notation a column uses, and its entries read in it."""

import datetime as dt
import re
from collections.abc import Sequence
from itertools import product
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats

Notation = Literal["point", "thousands", "comma"]
"""3.5 and 1e-3 · 1,234.5 · 1.234,5"""
NOTATIONS: tuple[Notation, ...] = ("point", "thousands", "comma")
FEW = 64
"""Up to this many entries Python is quicker than a frame library."""
HANDFUL = 4
"""Up to so many dates are read one by one: polars takes a millisecond to begin."""
SAMPLE = 200
"""Distinct entries that are looked at before a whole column is tried."""

_DAYS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y",
    "%m.%d.%Y", "%m/%d/%y", "%d/%m/%y", "%d.%m.%y", "%d-%m-%y", "%m-%d-%y",
    "%B %d, %Y", "%B %d %Y", "%d %B %Y", "%d-%B-%Y", "%d-%B-%y", "%d %B %y", "%A, %d %B %Y",
    "%A, %B %d, %Y", "%Y-%m",
)  # fmt: skip
_TIMES = ("%H:%M", "%H:%M:%S%.f", "%I:%M %p", "%I:%M:%S %p", "%I:%M%p")
_ZONES = ("", "%z", " %z")
_LONG_PART = re.compile(r"(\.\d{6})\d+")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?inf(inity)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d*),?\d*([eE][+-]?\d+)?")
_DATE_LIKE = re.compile(
    r"(?P<day>([A-Za-z]{3,9}, )?"
    r"(\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2})"
    r"|\d{1,2}[ -][A-Za-z]{3,9}[ -](\d{4}|\d{2})|[A-Za-z]{3,9} \d{1,2},? \d{4}))"
    r"(?P<gap>T|,? +)?(?(gap)\d{1,2}:\d{2}.*)"
)


def is_number(word: str) -> bool:
    """Is this word a number in one of the notations?"""
    return any(pattern.fullmatch(word) for pattern in (_NUMBER, _THOUSANDS, _COMMA)) and word not in ("", ",")


def read_numbers(levels: Sequence[str], notation: str) -> Floats:
    """(levels,) floats, NaN where a level is no number in this notation."""
    if notation == "thousands":
        levels = [w.replace(",", "") if _THOUSANDS.fullmatch(w) else w for w in levels]
    elif notation == "comma":
        levels = [w.replace(".", "").replace(",", ".") if _COMMA.fullmatch(w) else "" for w in levels]
    if len(levels) <= FEW:
        return np.array([float(w) if _NUMBER.fullmatch(w) else np.nan for w in levels], np.float64)
    import polars as pl

    text = pl.Series(levels, dtype=pl.String)
    plain = text.str.contains(f"^(?i:{_NUMBER.pattern})$")
    read = text.set(~plain, None).cast(pl.Float64, strict=False)
    return read.fill_null(np.nan).to_numpy()


def find_notation(levels: Sequence[str], counts: NDArray[np.int64]) -> tuple[Notation, Floats]:
    """The notation that reads most rows, and the levels read in it; the plainer one where two are equal."""
    best: Notation = "point"
    read = read_numbers(levels, best)
    if not np.isnan(read).any():
        return best, read
    for other in NOTATIONS[1:]:
        again = read_numbers(levels, other)
        if counts[~np.isnan(again)].sum() > counts[~np.isnan(read)].sum():
            best, read = other, again
    return best, read


def may_be(levels: Sequence[str], kind: Literal["number", "date"]) -> bool:
    """Does at least half of a sample of these sorted levels look like numbers, or like dates?"""
    step = max(1, len(levels) // SAMPLE)
    sample = levels[::step]
    fits = is_number if kind == "number" else _DATE_LIKE.fullmatch
    return 2 * sum(bool(fits(word)) for word in sample) >= len(sample) > 0


def read_dates(levels: Sequence[str], form: str) -> NDArray[np.datetime64]:
    """(levels,) moments in UTC, NaT where a level does not have this form (strftime's letters)."""
    if len(levels) <= HANDFUL and all(map(_is_plain, levels)):
        plainly = read_dates_plainly(levels, form)
        if not np.isnat(plainly).any():  # what only one of the two reads is left to polars
            return plainly
    try:
        import polars as pl
    except ImportError:  # a saved model predicts without it
        return read_dates_plainly(levels, form)
    text = pl.Series(levels, dtype=pl.String)
    if "%d" not in form:
        text, form = text + "-01", form + "-%d"
    if "%z" in form:
        text = text.str.replace(r"Z$", "+0000")
    if not any(letter in form for letter in ("%H", "%I")):
        return _microseconds(text.str.to_date(form, strict=False).cast(pl.Datetime("us")))
    read = text.str.to_datetime(form, time_unit="us", strict=False, exact=True)
    return _microseconds(read)


def read_dates_plainly(levels: Sequence[str], form: str) -> NDArray[np.datetime64]:
    """As `read_dates`, one level after the other."""
    shapes = product(("", ".%f"), ("%B", "%b"), ("%A", "%a"))
    forms = dict.fromkeys(
        form.replace("%.f", part).replace("%B", month).replace("%A", day) for part, month, day in shapes
    )
    read = [next(filter(None, (_moment(level, one) for one in forms)), None) for level in levels]
    return np.array(read, "datetime64[us]")


def _is_plain(level: str) -> bool:
    return level.isascii() and "  " not in level


def _moment(text: str, form: str) -> dt.datetime | None:
    """In UTC; None where the text does not have this form."""
    try:
        moment = dt.datetime.strptime(_LONG_PART.sub(r"\1", text), form)  # noqa: DTZ007  # the form may say
    except ValueError:
        return None
    if "%y" in form and moment.year == 1969:  # where polars and Python part
        moment = moment.replace(year=2069)
    return moment.astimezone(dt.UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _microseconds(read: Any) -> NDArray[np.datetime64]:
    """A polars series of moments as NumPy's, in UTC."""
    import polars as pl

    if getattr(read.dtype, "time_zone", None):
        read = read.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    return np.asarray(read.cast(pl.Datetime("us")).to_numpy(), "datetime64[us]")


def find_form(levels: Sequence[str], counts: NDArray[np.int64]) -> tuple[str, NDArray[np.datetime64]] | None:
    """The form of dates that reads most rows, and the levels read in it; the first where two are equal."""
    at = np.arange(0, len(levels), max(1, len(levels) // SAMPLE))
    best: tuple[str, NDArray[np.datetime64]] | None = None
    reached = 0.0
    for form in _forms([levels[i] for i in at.tolist()], counts[at]):
        read = read_dates(levels, form)
        if (share := _share(read, counts)) > reached:
            best, reached = (form, read), share
    return best


def _forms(sample: list[str], counts: NDArray[np.int64]) -> list[str]:
    """The forms that read most of the sample: first the day is settled, then the time of day behind it."""
    found = [match for word in sample if (match := _DATE_LIKE.fullmatch(word))]
    weights = counts[[bool(_DATE_LIKE.fullmatch(word)) for word in sample]]
    if not found:
        return []
    days = [match["day"] for match in found]
    year = "%Y" if sum(bool(re.search(r"\d{4}", day)) for day in days) * 2 >= len(days) else "%y"
    forms = _best(days, weights, [form for form in _DAYS if year in form])
    gaps = sorted({match["gap"] for match in found if match["gap"]})
    if gaps:
        words = [match.group() for match in found]
        ends = [gap + time + zone for gap, time, zone in product(gaps, _TIMES, _ZONES)]
        forms = _best(words, weights, [day + end for day in forms for end in ends] + forms)
    return forms


def _best(words: list[str], counts: NDArray[np.int64], forms: list[str]) -> list[str]:
    """The few forms that read most of these words."""
    shares = {form: _share(read_dates(words, form), counts) for form in forms}
    return sorted((form for form in forms if shares[form] > 0), key=lambda form: -shares[form])[:3]


def _share(read: NDArray[np.datetime64], counts: NDArray[np.int64]) -> float:
    """Which share of the rows was read."""
    return float(counts[~np.isnat(read)].sum() / max(1, counts.sum()))
