"""The table of bad inputs: what people give to `fit`, and what has to come of it."""

import datetime as dt
import decimal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fitwright.core.errors import DataError, FitwrightError, SettingError

COUNT = 24
GOOD = [float(i * 7 % 24) for i in range(COUNT)]
LABELS = ["a", "b"] * (COUNT // 2)
NUMBERS = [float(i % 11) + i / 10 for i in range(COUNT)]
NAN, INFINITY = float("nan"), float("inf")
NOON = dt.datetime(2024, 3, 1, 12, 0, tzinfo=dt.UTC)
LIBRARIES = ("numpy", "pandas", "polars", "arrow")
KINDS = ("classifier", "regressor")


@dataclass(frozen=True)
class Bad:
    """One bad input.

    Attributes
    ----------
    columns : the whole table.
    labels, numbers : the target of a classifier and of a regressor.
    told : what else `fit` is given.
    error, words : what is raised, and what its message says; None where it works.
    classifier, regressor : (error, words) where one of the two differs.
    only : libraries that can hold it.
    """

    columns: Any
    labels: Any = field(default_factory=lambda: LABELS)
    numbers: Any = field(default_factory=lambda: NUMBERS)
    told: Mapping[str, Any] = field(default_factory=dict)
    error: type[FitwrightError] | None = None
    words: str = ""
    classifier: tuple[type[FitwrightError] | None, str] | None = None
    regressor: tuple[type[FitwrightError] | None, str] | None = None
    only: Sequence[str] = LIBRARIES

    def outcome(self, kind: str) -> tuple[type[FitwrightError] | None, str]:
        """What is to happen, and the words of the error."""
        own = self.classifier if kind == "classifier" else self.regressor
        return own or (self.error, self.words)


def _beside(values: Sequence[Any], **more: Any) -> Bad:
    """A bad column beside a good one."""
    return Bad({"good": GOOD, "bad": [values[i % len(values)] for i in range(COUNT)]}, **more)


def _whole(columns: Any, **more: Any) -> Bad:
    return Bad(columns, **more)


def _target(values: Any, **more: Any) -> Bad:
    """A bad target of both kinds."""
    return Bad({"good": GOOD, "other": LABELS}, labels=values, numbers=values, **more)


def _told(error: type[FitwrightError] | None, words: str, **told: Any) -> Bad:
    """A bad argument beside a good table."""
    return Bad({"good": GOOD, "other": LABELS}, told=told, error=error, words=words)


COLUMNS: Mapping[str, Bad] = {
    "all missing": _beside([None]),
    "all NaN": _beside([NAN]),
    "one row with a value": _beside([1.0, *[None] * (COUNT - 1)]),
    "one value": _beside(["x"]),
    "one number": _beside([3]),
    "blank text": _beside(["", " ", "\t", ""]),
    "markers of missing values": _beside(["NA", "?", "null", "n/a", "<NA>", "NaN", "", "-"]),
    "huge and tiny numbers": _beside([1e308, -1e308, 1e-308, 0.0, -0.0, 1.0]),
    "whole numbers beyond floats": _beside([2**62 + i for i in range(COUNT)]),
    "whole numbers beyond 64 bits": _beside([2**70 + i for i in range(COUNT)], only=("numpy", "pandas")),
    "long words": _beside([f"{'x' * 20_000}{i % 3}" for i in range(COUNT)]),
    "long texts": _beside([f"{'word ' * 2_000}{i}" for i in range(COUNT)]),
    "text of all the world": _beside(["naïve", "日本", "🙂", "a\nb", "a,b", '"', "\\", "ß"]),
    "text with a zero byte": _beside(["a\x00b", "c", "\x00"]),
    "half a surrogate": _beside(["\ud800", "b", "c"], only=("numpy",)),
    "a level a row": _beside([f"level {i}" for i in range(COUNT)]),
    "keys": _beside([f"K{i:05d}" for i in range(COUNT)]),
    "codes with zeros in front": _beside(["00123", "00456", "00789"]),
    "numbers among words": _beside(["1", "x", "2", "y", "3", "z", "4", "?"]),
    "words among numbers": _beside([*map(str, range(COUNT - 1)), "oops"]),
    "numbers and words as objects": _beside([1, "x", 2.5, None], only=("numpy", "pandas")),
    "booleans and numbers as objects": _beside([True, 2, 0.5, None], only=("numpy", "pandas")),
    "booleans and missing": _beside([True, False, None]),
    "yes and no in several spellings": _beside(["yes", "No", "YES", None, "no"]),
    "decimal commas": _beside(["1,5", "2,25", "1.234,5"]),
    "fractions of ten as objects": _beside([decimal.Decimal("1.5"), decimal.Decimal("2.5"), None]),
    "bytes": _beside([b"a", b"b", b"\xff"]),
    "dates that cannot be": _beside(["2024-02-30", "2024-13-01", "0000-00-00", "2024-01-01"]),
    "far dates": _beside(["0001-01-01", "9999-12-31", "1900-01-01", "2024-01-01"]),
    "days": _beside([dt.date(2024, 1, 1 + i) for i in range(COUNT)]),
    "moments with a zone": _beside([NOON + dt.timedelta(hours=i) for i in range(COUNT)]),
    "times of the day": _beside([dt.time(i) for i in range(COUNT)]),
    "spans of time": _beside([dt.timedelta(hours=i) for i in range(COUNT)]),
    "infinity": _beside([*GOOD[1:], INFINITY], error=DataError, words="'bad' holds infinity in 1 rows"),
    "minus infinity": _beside([*GOOD[1:], -INFINITY], error=DataError, words="holds infinity in 1 rows"),
    "infinity in words": _beside(["1", "2", "inf"], error=DataError, words="holds infinity"),
    "lists": _beside([[1, 2]], error=DataError, words="Unnest it or leave the column out"),
    "dicts": _beside([{"a": 1}], error=DataError, words="Unnest it or leave the column out"),
    "complex numbers": _beside([1 + 2j], error=DataError, words="complex", only=("numpy", "pandas")),
}
TABLES: Mapping[str, Bad] = {
    "the good column twice": _whole({"good": GOOD, "again": GOOD}),
    "nothing but one value": _whole({"one": [1.0] * COUNT, "word": ["x"] * COUNT}),
    "nothing but gaps": _whole({"one": [None] * COUNT, "other": [NAN] * COUNT}),
    "nothing but keys": _whole({"id": list(range(COUNT)), "key": [f"K{i:05d}" for i in range(COUNT)]}),
    "a name that is empty": _whole({"good": GOOD, "": LABELS}),
    "names like our own": _whole({"<target>": GOOD, "<weight>": LABELS, "x0": GOOD}),
    "names that JSON and C do not like": _whole({'a"[]{}:,\\b': GOOD, "é\n\t🙂": LABELS}),
    "a long name": _whole({"n" * 5_000: GOOD, "other": LABELS}),
    "more columns than rows": _whole(
        {f"x{i}": [float((i * j) % 13) for j in range(COUNT)] for i in range(60)}
    ),
    "one column": _whole({"good": GOOD}),
    "one row": _whole({"good": [1.0]}, labels=["a"], numbers=[1.0], error=DataError, words="one"),
    "two rows": _whole({"good": [1.0, 2.0]}, labels=["a", "b"], numbers=[1.0, 2.0]),
    "no rows": _whole({"good": []}, labels=[], numbers=[], error=DataError, words="0 sample"),
    "no columns": _whole({}, error=DataError, words="0 (feature|sample)"),
}
TARGETS: Mapping[str, Bad] = {
    "a target with a gap": _target([None, *LABELS[1:]], error=DataError, words="no value in 1 of 24"),
    "a target with NaN": _target([NAN, *NUMBERS[1:]], error=DataError, words="no value in 1 of 24"),
    "an infinite target": _target([INFINITY, *NUMBERS[1:]], error=DataError, words="infinity"),
    "one class": _target(["a"] * COUNT, classifier=(DataError, "one class"), regressor=(DataError, "text")),
    "one number": _target([3.0] * COUNT, classifier=(DataError, "one class")),
    "a class a row": _target(
        [f"c{i}" for i in range(COUNT)],
        classifier=(DataError, "class of its own"),
        regressor=(DataError, "text"),
    ),
    "a class of one row": _target(["c", *LABELS[1:]], regressor=(DataError, "text")),
    "fractions": _target(NUMBERS, classifier=(DataError, "fractions")),
    "booleans": _target([True, False] * (COUNT // 2)),
    "minus one and one": _target([-1, 1] * (COUNT // 2)),
    "numbers as text": _target([str(v) for v in NUMBERS], regressor=(DataError, "text")),
    "labels beyond ASCII": _target(["ja 🙂", "nö\n"] * (COUNT // 2), regressor=(DataError, "text")),
    "days": _target([dt.date(2024, 1, 1 + i) for i in range(COUNT)], error=DataError, words="[Ee]xpected"),
    "too many": _target([*LABELS, "a"], error=DataError, words="24 and 25", regressor=(DataError, "")),
    "too few": _target(LABELS[1:], error=DataError, words="24 and 23", regressor=(DataError, "")),
    "nothing": _target(None, error=DataError, words="y is None"),
    "lists": _target([[1, 2]] * COUNT, error=DataError, words="[Ee]xpected"),
    "words and numbers": _target(
        [1, "a"] * (COUNT // 2), error=DataError, words="one sort|text|[Ee]xpected", only=("pandas",)
    ),
    "complex numbers": _target(
        [1 + 1j, 2 + 2j] * (COUNT // 2),
        error=DataError,
        words="[Ee]xpected|[Cc]omplex",
        only=("numpy", "pandas"),
    ),
    "huge numbers": _target([1e200 * v for v in NUMBERS], regressor=(DataError, "1e\\+100")),
}
BESIDE: Mapping[str, Bad] = {
    "weights below 0": _told(DataError, "weights", sample_weight=[-1.0] * COUNT),
    "weights that are 0": _told(DataError, "zero", sample_weight=[0.0] * COUNT),
    "weights with a gap": _told(DataError, "finite", sample_weight=[NAN, *[1.0] * (COUNT - 1)]),
    "weights that are words": _told(DataError, "weights", sample_weight=["heavy"] * COUNT),
    "too few weights": _told(DataError, "sample_weight", sample_weight=[1.0, 2.0]),
    "weights of two columns": _told(DataError, "1D", sample_weight=[[1.0, 2.0]] * COUNT),
    "one weight that is not 0": _told(None, "", sample_weight=[0.0, 0.0, *[1.0] * (COUNT - 2)]),
    "too few groups": _told(DataError, "groups", groups=["a"]),
    "groups of no column": _told(DataError, "good", groups="god"),
    "one group": _told(FitwrightError, "group", groups=["a"] * COUNT),
    "too few times": _told(DataError, "time", time=[1.0, 2.0]),
    "times that are words": _told(DataError, "time", time=["early", "late"] * (COUNT // 2)),
    "times with a gap": _told(DataError, "time", time=[NAN, *map(float, range(COUNT - 1))]),
    "roles of no column": _told(SettingError, "good", roles={"god": "number"}),
    "a role that is none": _told(SettingError, "role", roles={"good": "nombre"}),
    "a role that cannot be": _told(DataError, "'other'", roles={"other": "date"}),
    "nothing to learn from": _told(
        DataError, "at least one column", roles={"good": "ignored", "other": "ignored"}
    ),
    "validation with other columns": _told(DataError, "good", validation=({"god": GOOD}, LABELS)),
    "validation of unequal lengths": _told(
        DataError, "validation", validation=({"good": GOOD, "other": LABELS}, LABELS[1:])
    ),
    "validation that is no pair": _told(FitwrightError, "validation", validation=({"good": GOOD},)),
}
ALL: Mapping[str, Bad] = {
    f"{what}: {name}": bad
    for what, cases in (("column", COLUMNS), ("table", TABLES), ("target", TARGETS), ("beside", BESIDE))
    for name, bad in cases.items()
}


def laid(library: str, columns: Any) -> Any:
    """The columns as a table of this library."""
    from tests.core import kinds

    makers: Mapping[str, Callable[[Any], Any]] = {
        "numpy": _array,
        "pandas": kinds.pandas,
        "polars": kinds.polars,
        "arrow": _arrow,
    }
    return makers[library](columns)


def listed(library: str, values: Any) -> Any:
    """A target as a column of this library; as a list where it cannot hold it."""
    if values is None or library == "numpy":
        return None if values is None else np.asarray(values)
    if library == "pandas":
        import pandas as pd

        return pd.Series(values)
    import polars as pl

    series = pl.Series("y", values, strict=False)
    return series.to_arrow() if library == "arrow" else series


def _array(columns: Any) -> Any:
    """Without names: numbers as numbers, the rest as objects."""
    names, count = list(columns), len(next(iter(columns.values()), ()))
    if all(isinstance(v, float) for values in columns.values() for v in values):
        return np.array([columns[name] for name in names], float).reshape(len(names), count).T
    out = np.empty((count, len(names)), object)
    for at, name in enumerate(names):
        for row, value in enumerate(columns[name]):
            out[row, at] = value
    return out


def _arrow(columns: Any) -> Any:
    import pyarrow as pa

    return pa.table({name: pa.array(list(values)) for name, values in columns.items()})
