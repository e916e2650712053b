"""One column as it came, in one of three plain forms: numbers, moments, or words with their codes."""

import datetime as dt
import decimal
import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import DataError
from fitwright.core.rows import Floats

MARKERS = frozenset(
    {"", "?", "na", "n/a", "#n/a", "#na", "<na>", "n.a.", "nan", "-nan", "null", "#null!", "nat", "\\n"}
)
"""Words (in lower case) that mean "missing" in any column of text."""
WEAK_MARKERS = frozenset({"-", "--", "---", ".", "..", "none", "nil", "unknown", "missing", "not available"})
"""Words that mean "missing" only among numbers and dates; elsewhere they may be a level."""
ODD = 0.05
"""Up to this share of entries that do not fit their column counts as missing, and is told."""
FEW = 64
"""Up to this many rows Python's own dicts are quicker than a library's hash tables."""
Sort = Literal[
    "missing",
    "text",
    "boolean",
    "whole",
    "real",
    "moment",
    "span",
    "clock",
    "bytes",
    "nested",
    "complex",
    "other",
]


_SORTS: Mapping[type, Sort] = {
    float: "real",
    int: "whole",
    str: "text",
    bool: "boolean",
    type(None): "missing",
}
_BASES: tuple[tuple[Any, Sort], ...] = (
    (str, "text"),
    ((bool, np.bool_), "boolean"),
    (numbers.Integral, "whole"),
    ((numbers.Real, decimal.Decimal), "real"),
    ((complex, np.complexfloating), "complex"),
    ((bytes, bytearray), "bytes"),
    ((dt.date, np.datetime64), "moment"),
    ((dt.timedelta, np.timedelta64), "span"),
    (dt.time, "clock"),
    ((dict, list, tuple, set, frozenset, np.ndarray), "nested"),
)


@dataclass(frozen=True)
class Numeric:
    """(rows,) floats, NaN where missing; `whole` for integers, `boolean` for true and false."""

    values: Floats
    whole: bool = False
    boolean: bool = False


@dataclass(frozen=True)
class Moments:
    """(rows,) datetime64[us] in UTC, NaT where missing."""

    values: NDArray[np.datetime64]


@dataclass(frozen=True)
class Words:
    """(rows,) positions in `levels`, -1 where missing; levels are distinct, stripped and sorted.

    `told` are the levels in the user's own order, where the column's type says one; `typed` says that the
    type itself is one of categories.
    """

    codes: NDArray[np.int32]
    levels: tuple[str, ...]
    told: tuple[str, ...] = ()
    typed: bool = False

    @property
    def counts(self) -> NDArray[np.int64]:
        """(levels,) rows of each level."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.levels)).astype(np.int64)


Cells = Numeric | Moments | Words


def words(codes: NDArray[Any], levels: Sequence[str], ordered: bool = False, typed: bool = False) -> Words:
    """Words from any codes (-1 is missing).

    Levels are stripped and joined, those that no row has are dropped, missing markers become missing.
    """
    stripped = [level.strip() for level in levels]
    used = np.bincount(codes[codes >= 0], minlength=len(levels)).tolist()
    known = sorted({w for w, n in zip(stripped, used, strict=True) if n and w.lower() not in MARKERS})
    place = {level: i for i, level in enumerate(known)}
    new = np.fromiter((place.get(level, -1) for level in stripped), np.int32, len(stripped))
    told = tuple(level for level in dict.fromkeys(stripped) if level in place) if ordered else ()
    return Words(_follow(new, codes), tuple(known), told, typed)


def _follow(new: NDArray[np.int32], codes: NDArray[Any]) -> NDArray[np.int32]:
    """new[codes], -1 where codes are below 0."""
    return np.append(new, np.int32(-1))[np.where(codes < 0, len(new), codes)]


def from_text(values: Sequence[str | None]) -> Words:
    """Words from Python text; None is missing."""
    if len(values) <= FEW:
        stripped = ["" if value is None else value.strip() for value in values]
        known = tuple(sorted({word for word in stripped if word.lower() not in MARKERS}))
        codes = [known.index(word) if word in known else -1 for word in stripped]
        return Words(np.array(codes, np.int32), known)
    place: dict[str, int] = {}
    codes = [-1 if value is None else place.setdefault(value, len(place)) for value in values]
    return words(np.array(codes, np.int64), list(place))


def from_array(values: NDArray[Any], name: str) -> Cells:
    """Cells from a (rows,) NumPy array of any type."""
    kind = values.dtype.kind
    if kind == "f":
        return Numeric(values.astype(np.float64))
    if kind in "iu":
        return Numeric(values.astype(np.float64), whole=True)
    if kind == "b":
        return Numeric(values.astype(np.float64), boolean=True)
    if kind == "M":
        return Moments(values.astype("datetime64[us]"))
    if kind == "m":
        return Numeric(_seconds(values))
    if kind == "c":
        raise DataError(
            f"Complex data not supported: column {name!r} holds complex numbers; split them in two."
        )
    return from_objects(values.tolist(), name)


def _seconds(spans: NDArray[Any]) -> Floats:
    """(rows,) of time spans in seconds."""
    out = spans.astype("timedelta64[us]").astype(np.float64) / 1e6
    out[np.isnat(spans)] = np.nan
    return out


def from_objects(values: Sequence[Any], name: str) -> Cells:
    """Cells from Python objects of any types, mixed or not.

    Raises
    ------
    DataError
        More than a few entries are lists, dicts or complex numbers.
    """
    sorts = {kind: sort_of(kind) for kind in set(map(type, values))}
    found = set(sorts.values()) - {"missing"}
    if "complex" in found:
        raise DataError(
            f"Complex data not supported: column {name!r} holds complex numbers; split them in two."
        )
    if "nested" in found:
        _check_nested(values, sorts, name)
    if found <= {"boolean", "whole", "real"}:
        return _numeric(values, sorts, found)
    if found == {"span"}:
        spans = [None if sorts[type(v)] == "missing" else v for v in values]
        return Numeric(_seconds(np.array(spans, "timedelta64[us]")))
    if found == {"clock"}:
        return Numeric(
            np.array([_since_midnight(v) if sorts[type(v)] == "clock" else np.nan for v in values])
        )
    if found == {"moment"}:
        return Moments(np.array([_moment(v, sorts[type(v)]) for v in values], "datetime64[us]"))
    return from_text([label(v, sorts[type(v)]) for v in values])


def _numeric(values: Sequence[Any], sorts: dict[type, Sort], found: set[Sort]) -> Numeric:
    """Numbers among which some may be missing."""
    floats = [_number(v, sorts[type(v)]) for v in values]
    out = np.array(floats, np.float64)
    return Numeric(out, whole=found == {"whole"}, boolean=found == {"boolean"})


def _since_midnight(clock: dt.time) -> float:
    return clock.hour * 3600.0 + clock.minute * 60.0 + clock.second + clock.microsecond / 1e6


def _number(value: Any, sort: Sort) -> float:
    if sort == "missing":
        return np.nan
    try:
        return float(value)
    except OverflowError:
        return np.inf


def sort_of(kind: type) -> Sort:
    """What a Python object of this type can be to a table."""
    if kind in _SORTS:
        return _SORTS[kind]
    if kind.__name__ in ("NAType", "NaTType"):
        return "missing"
    return next((sort for base, sort in _BASES if issubclass(kind, base)), "other")


def _check_nested(values: Sequence[Any], sorts: dict[type, Sort], name: str) -> None:
    """A few cells that hold lists or dicts are odd words; many are an error."""
    nested = [sorts[type(v)] == "nested" for v in values]
    if sum(nested) > max(1, ODD * len(values)):
        kind = type(values[nested.index(True)]).__name__
        raise DataError(
            f"Expected one number, word or date in each cell; column {name!r} holds a {kind} in "
            f"{sum(nested)} rows. Unnest it or leave the column out."
        )


def _moment(value: Any, sort: Sort) -> Any:
    """A moment that NumPy understands, in UTC."""
    if sort == "missing":
        return np.datetime64("NaT")
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.UTC).replace(tzinfo=None)
    return value


def label(value: Any, sort: Sort | None = None) -> str | None:
    """An object as a level, None where missing; whole numbers have no point: 3 and 3.0 are one level."""
    kind = sort_of(type(value)) if sort is None else sort
    if kind == "missing":
        return None
    if kind == "bytes":
        return bytes(value).decode("utf-8", "replace")
    if kind == "real":
        number = float(value)
        if number != number:
            return None
        return str(int(number)) if number.is_integer() else repr(number)
    return str(value)


def as_words(cells: Cells) -> Words:
    """The same column as levels."""
    if isinstance(cells, Words):
        return cells
    values = cells.values
    kinds, codes = np.unique(values, return_inverse=True)
    known = ~(np.isnat(kinds) if isinstance(cells, Moments) else np.isnan(kinds))
    if isinstance(cells, Numeric) and cells.boolean:
        names: Iterable[str | None] = ("True" if kind else "False" for kind in kinds)
    elif isinstance(cells, Moments):
        names = (str(kind) for kind in kinds)
    else:
        names = (label(kind, "real") for kind in kinds.tolist())
    return words(np.where(known[codes], codes, -1), [name or "" for name in names])
