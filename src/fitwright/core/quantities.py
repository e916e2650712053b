"""Text that means an amount: numbers with currencies, units, percent signs or magnitudes, and durations."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fitwright.core.parsing import SAMPLE, find_notation, read_numbers
from fitwright.core.rows import Floats

FAMILIES: Mapping[str, Mapping[str, float]] = {
    "amount": {
        "": 1, "k": 1e3, "thousand": 1e3, "lakh": 1e5, "lac": 1e5, "m": 1e6, "mn": 1e6, "mio": 1e6,
        "million": 1e6, "cr": 1e7, "crore": 1e7, "b": 1e9, "bn": 1e9, "billion": 1e9, "tn": 1e12,
        "trillion": 1e12,
    },
    "percent": {"": 1, "%": 1, "pct": 1, "percent": 1},
    "time": {
        "ms": 1e-3, "s": 1, "sec": 1, "second": 1, "m": 60, "min": 60, "minute": 60, "h": 3600, "hr": 3600,
        "hour": 3600, "d": 86_400, "day": 86_400, "w": 604_800, "wk": 604_800, "week": 604_800,
        "mo": 2_629_746, "month": 2_629_746, "y": 31_556_952, "yr": 31_556_952, "year": 31_556_952,
    },
    "length": {
        "mm": 1e-3, "cm": 1e-2, "m": 1, "metre": 1, "meter": 1, "km": 1e3, "in": 0.0254, "inch": 0.0254,
        "inche": 0.0254, '"': 0.0254, "ft": 0.3048, "foot": 0.3048, "feet": 0.3048, "'": 0.3048,
        "yd": 0.9144, "mi": 1609.344, "mile": 1609.344,
    },
    "mass": {
        "mg": 1e-6, "g": 1e-3, "gram": 1e-3, "kg": 1, "kilo": 1, "kilogram": 1, "t": 1e3, "ton": 1e3,
        "tonne": 1e3, "oz": 0.0283495, "lb": 0.453592, "pound": 0.453592,
    },
    "bytes": {"b": 1, "byte": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12},
    "volume": {"ml": 1e-3, "cl": 1e-2, "dl": 0.1, "l": 1, "litre": 1, "liter": 1, "gal": 3.78541},
}  # fmt: skip
"""What may stand behind the numbers of one column, each with its size; time is in seconds."""
_SIGNS = "$€£¥₹₩₽₺₫₦₴฿"
_MONEY = rf"(?:[A-Z]{{1,3}} ?)?[{_SIGNS}]|USD|EUR|GBP|JPY|INR|CHF|CAD|AUD|CNY|BRL|MXN|SEK|NOK|DKK|PLN|Rs\.?"
_NUMBER = r"(?:\d[\d.,]*|\.\d+)(?:[eE][+-]?\d+)?"
_ONE = re.compile(
    rf"(?P<paid>\()?(?P<sign>[+-])? ?(?P<before>{_MONEY})? ?(?P<also>[+-])?(?P<number>{_NUMBER})"
    rf" ?(?P<unit>{_MONEY}|[^\W\d_]{{1,12}}[²³]?\.?|[%+\"'°])?(?P<close>\))?"
)
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\.?,?\s*(?:and\s+)?")
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d(?:\.\d+)?))?")
CLOCK = ":"
"""Stands for a unit where hours, minutes and seconds are written as 1:30:00."""


@dataclass(frozen=True)
class Quantity:
    """One entry, taken apart.  `number` is text; a duration of several parts is in seconds already."""

    number: str
    unit: str = ""
    money: str = ""


def split(word: str) -> Quantity | None:
    """The number, the unit and the currency of an entry such as "$3.5M", "12 kg", "1h 30min"; else None.

    Examples
    --------
    >>> split("-$3.5M")
    Quantity(number='-3.5', unit='m', money='$')
    >>> split("1h 30min")
    Quantity(number='5400.0', unit='s', money='')
    >>> split("12 Main Street") is None
    True
    """
    if (clock := _CLOCK.fullmatch(word)) is not None:
        hours, minutes, seconds = clock.groups(default="0")
        return Quantity(repr(3600.0 * int(hours) + 60.0 * int(minutes) + float(seconds)), CLOCK)
    if (found := _ONE.fullmatch(word)) is not None:
        return _taken(found)
    parts = _PART.findall(word)
    sizes = [FAMILIES["time"].get(_plain(unit)) for _, unit in parts]
    if len(parts) < 2 or None in sizes or _PART.sub("", word):
        return None
    total = sum(float(number) * size for (number, _), size in zip(parts, sizes, strict=True) if size)
    return Quantity(repr(total), "s")


def _taken(found: re.Match[str]) -> Quantity | None:
    """Its parts; an amount in parentheses is below 0, as in accounts."""
    if bool(found["paid"]) != bool(found["close"]) or (found["sign"] and found["also"]):
        return None
    minus = "-" in (found["sign"], found["also"]) or bool(found["paid"])
    money, unit = (found["before"] or "").strip(), (found["unit"] or "").strip()
    if unit and re.fullmatch(_MONEY, unit):
        money, unit = (unit, "") if not money else (money + unit, "")
    return Quantity("-" * minus + found["number"], _plain(unit), money)


def _plain(unit: str) -> str:
    """In small letters, without a stop, and without the s of several."""
    unit = unit.lower().rstrip(".")
    return unit[:-1] if len(unit) > 2 and unit.endswith("s") and not unit.endswith("ss") else unit


def may_be_quantities(levels: Sequence[str]) -> bool:
    """Does at least half of a sample look like amounts?"""
    sample = levels[:: max(1, len(levels) // SAMPLE)]
    return 2 * sum(split(word) is not None for word in sample) >= len(sample) > 0


def find_quantities(levels: Sequence[str], counts: NDArray[np.int64]) -> tuple[str, Floats] | None:
    """The form in which most rows are amounts of one kind, and (levels,) the amounts, NaN where none is.

    None where the units do not go together, where there are several currencies, or nothing but plain numbers.
    """
    taken = [split(word) for word in levels]
    often, money = Counter[str](), Counter[str]()
    for each, count in zip(taken, counts.tolist(), strict=True):
        if each is not None:
            often[each.unit] += count
            money[each.money] += count
    money.pop("", None)
    if len(money) > 1 or not (money or set(often) - {""}) or _are_codes(taken):
        return None
    family = _family(often, bool(money))
    if family is None:
        return None
    notation, _ = find_notation([each.number for each in taken if each is not None], _there(counts, taken))
    form = f"{family} {notation}"
    return form, read_quantities(levels, form)


def _there(counts: NDArray[np.int64], taken: list[Quantity | None]) -> NDArray[np.int64]:
    return counts[[each is not None for each in taken]]


def _are_codes(taken: list[Quantity | None]) -> bool:
    """Does a number begin with a 0 that it does not need, as in 007?"""
    numbers = [each.number for each in taken if each is not None and each.unit != CLOCK]
    return any(len(number) > 1 and number[0] == "0" and number.isdigit() for number in numbers)


def _family(often: Counter[str], money: bool) -> str | None:
    """The family that has most rows; "=kg" for one unit that is in none, and ":" for clocks."""
    if CLOCK in often:
        return CLOCK
    reached = {name: sum(often[unit] for unit in units) for name, units in FAMILIES.items()}
    best = max(reached, key=lambda name: reached[name])
    unit = max((unit for unit in often if unit), key=lambda unit: often[unit], default="")
    alone = often[unit] if unit else 0
    unclear = sum(rows == reached[best] for rows in reached.values()) > 1
    if not money and (alone > reached[best] or (alone == reached[best] and unclear)):
        return f"={unit}"  # m alone may be metres, minutes or millions
    magnitudes = set(often) & set(FAMILIES["amount"]) - {""}
    if best == "amount" and not money and magnitudes <= {"b"}:
        return None  # 12 and 12b are house numbers
    return best


def is_quantity_form(form: str) -> bool:
    """Is this the form of amounts, rather than a notation of plain numbers or a form of dates?"""
    return form.partition(" ")[0] in FAMILIES or form[:1] in ("=", CLOCK)


def read_quantities(levels: Sequence[str], form: str) -> Floats:
    """(levels,) amounts, NaN where a level is none of this form."""
    family, _, notation = form.rpartition(" ")
    units = {CLOCK: 1.0} if family == CLOCK else {family[1:]: 1.0} if family[0] == "=" else FAMILIES[family]
    taken = [split(word) for word in levels]
    sizes = np.array([np.nan if each is None else units.get(each.unit, np.nan) for each in taken], np.float64)
    numbers = read_numbers(["" if each is None else each.number for each in taken], notation)
    return numbers * sizes
