"""A dozen kinds of leaks planted in public tables: how many `fitwright.check` finds, and its false alarms."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks._print import by, typical
from benchmarks._tables import Public, read
from benchmarks.scenario import Job, Options, Record, Row, Scenario

if TYPE_CHECKING:
    import polars as pl

    from fitwright.audit import DataCheck

ROWS = 10_000
"""Of larger tables so many rows are taken, in their order."""
TARGET = "planted target"
DAY = 86_400_000_000
Planted = tuple["pl.DataFrame", tuple[str, ...], dict[str, Any]]
"""The table with the leak, its columns, and what else `check` is told."""


class Leaks(Scenario):
    """Each public set once as it is, and once with each kind of leak."""

    aim = "found in 9 of 10 cases, and at most one false alarm a set"

    def jobs(self, options: Options) -> list[Job]:
        entries = json.loads((options.data / "manifest.json").read_text("utf-8"))["datasets"]
        found = []
        for number, entry in enumerate(sorted(entries, key=lambda entry: str(entry["name"]))):
            if options.wants(entry["name"]):
                label = {"dataset": entry["name"], "task": entry["task"], "half": "ab"[number % 2]}
                given = {"entry": {**entry, "path": str(options.data / entry["file"])}, "seed": options.seed}
                found.append(Job(f"{entry['name']}/s{options.seed}", given, 900, label))
        return found

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        table = _some(read(given["entry"]))
        y = _told(table)
        plain = _checked(table.X, y, {})
        found, seconds = {}, [plain.seconds]
        for kind, plant in KINDS.items():
            rng = np.random.default_rng(given["seed"])
            planted = plant(table.X, y, rng) if _applies(kind, table) else None
            if planted is not None:
                X, names, told = planted
                answers = told.pop("y", y)
                seen = _checked(X, answers, told)
                found[kind] = bool(set(names) & (set(seen.leaking) - set(plain.leaking)))
                seconds.append(seen.seconds)
        alarms = [str(finding) for finding in plain.findings if finding.audit in plain.leaks]
        return {
            "found": found,
            "alarms": alarms,
            "rows": len(y),
            "seconds": round(float(np.median(seconds)), 3),
        }

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        ok = [record for record in records if record["status"] == "ok"]
        kinds = [_row(kind, [one for one in ok if kind in one["found"]], kind) for kind in KINDS]
        return {
            "By kind: found of planted": kinds,
            "By half of the sets (thresholds were chosen on a)": [
                {"half": half, **_whole(group), "failed": len(bad)}
                for half, group, bad in by(records, "half")
            ],
            "By set": [_set(record) for record in records],
        }


def _row(kind: str, records: Sequence[Record], key: str) -> Row:
    hits = [record["found"][key] for record in records]
    missed = [record["dataset"] for record in records if not record["found"][key]]
    return {"kind": kind, "sets": len(hits), "found": sum(hits), "missed in": ", ".join(missed[:6])}


def _whole(records: Sequence[Record]) -> Row:
    hits = [hit for record in records for hit in record["found"].values()]
    alarms = [len(record["alarms"]) for record in records]
    return {
        "sets": len(records),
        "planted": len(hits),
        "found": sum(hits),
        "share": round(sum(hits) / max(1, len(hits)), 3),
        "sets with an alarm": sum(count > 0 for count in alarms),
        "most alarms in a set": max(alarms, default=0),
    }


def _set(record: Record) -> Row:
    if record["status"] != "ok":
        return {"dataset": record["dataset"], "status": record["status"]}
    missed = [kind for kind, hit in record["found"].items() if not hit]
    return {
        "dataset": record["dataset"],
        "half": record["half"],
        "planted": len(record["found"]),
        "missed": ", ".join(missed),
        "alarms": "; ".join(record["alarms"])[:90],
        "s": typical([record["seconds"]]),
    }


def _some(table: Public) -> Public:
    if len(table.y) <= ROWS:
        return table
    index = np.sort(np.random.default_rng(0).choice(len(table.y), ROWS, replace=False))
    return Public(table.X[index], table.y[index], table.classes)


def _told(table: Public) -> NDArray[Any]:
    """(rows,) numbers, or labels as words."""
    return np.array([f"class {label}" for label in table.classes])[table.y] if table.classes else table.y


def _applies(kind: str, table: Public) -> bool:
    return kind != "parts" or len(table.classes) <= 2


def _checked(X: "pl.DataFrame", y: NDArray[Any], told: dict[str, Any]) -> "DataCheck":
    import polars as pl

    from fitwright import check

    return check(X.with_columns(pl.Series(TARGET, y.tolist())), TARGET, **told)


def _codes(y: NDArray[Any]) -> NDArray[np.int64]:
    """Classes by frequency, the most frequent first; numbers in ten bands of equal size."""
    if y.dtype.kind == "f":
        return _ranks(y) * 10 // len(y)
    _, codes, often = np.unique(y, return_inverse=True, return_counts=True)
    place: NDArray[np.int64] = np.argsort(np.argsort(-often, kind="stable"))[codes].astype(np.int64)
    return place


def _ranks(y: NDArray[Any]) -> NDArray[np.int64]:
    return np.argsort(np.argsort(y, kind="stable"), kind="stable")


def _marked(y: NDArray[Any]) -> NDArray[np.bool_]:
    """The rows of one class (of two, the rarer), or those with the largest numbers."""
    codes = _codes(y)
    return codes >= 7 if y.dtype.kind == "f" else codes == (1 if codes.max() == 1 else 0)


def _with(X: "pl.DataFrame", **columns: Any) -> tuple["pl.DataFrame", tuple[str, ...]]:
    import polars as pl

    made = [pl.Series(name, values) for name, values in columns.items()]
    return X.with_columns(made), tuple(columns)


def _copy(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """The target in another unit, or under other names."""
    values = y * 2.54 + 7 if y.dtype.kind == "f" else [f"kind {code}" for code in _codes(y)]
    return *_with(X, outcome_code=values), {}


def _noisy(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """The target with noise."""
    number = y.dtype.kind == "f"
    spread = 0.15 * np.subtract(*np.quantile(y, [0.84, 0.16])) / 2 if number else 0.35
    values = (y if number else _codes(y)) + rng.normal(0, 1, len(y)) * abs(spread)
    return *_with(X, estimate=values), {}


def _flipped(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """The class, wrong in three of a hundred rows; numbers in ten bands, likewise."""
    codes = _codes(y)
    wrong = rng.random(len(y)) < 0.03
    codes = np.where(wrong, rng.integers(0, codes.max() + 1, len(y)), codes)
    return *_with(X, final_status=[f"status {code}" for code in codes]), {}


def _filled(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """A number that is there for one class only, or for the largest numbers."""
    values = [
        value if there else None for value, there in zip(rng.normal(size=len(y)), _marked(y), strict=True)
    ]
    return *_with(X, refund=values), {}


def _mean(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """The mean of the target over groups of about twelve rows."""
    group = rng.integers(0, max(8, len(y) // 12), len(y))
    value = y if y.dtype.kind == "f" else _marked(y).astype(float)
    means = np.bincount(group, value) / np.maximum(np.bincount(group), 1)
    X, _ = _with(X, branch=[f"branch {code}" for code in group], branch_rate=means[group])
    return X, ("branch_rate",), {}


def _numbered(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """Rows sorted by the target, then numbered."""
    order = np.argsort(y, kind="stable")
    X, names = _with(X[order], record_id=1000 + np.arange(len(y)))
    return X, names, {"y": y[order]}


def _later(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """A date that was touched when the answer came."""
    height = _ranks(y) / len(y) * 365 if y.dtype.kind == "f" else 200 * _codes(y)
    days = rng.uniform(0, 60, len(y)) + height
    moments = np.datetime64("2021-03-01", "us") + (days * DAY).astype("timedelta64[us]")
    return *_with(X, updated_at=moments), {}


def _after(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """A date after the row's own moment, which is known; it says nothing of the target."""
    asked = np.datetime64("2021-03-01", "us") + (rng.uniform(0, 300, len(y)) * DAY).astype("timedelta64[us]")
    closed = asked + (rng.exponential(30, len(y)) * DAY).astype("timedelta64[us]")
    X, _ = _with(X, asked_at=asked, closed_at=closed)
    return X, ("closed_at",), {"time": "asked_at"}


def _reasons(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """Several codes for each class or band."""
    values = [f"r{code}" for code in _codes(y) * 4 + rng.integers(0, 4, len(y))]
    return *_with(X, reason=values), {}


def _written(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """Notes that hold one word in nine of ten rows of a class, and never else."""
    words = np.array([f"word{number}" for number in range(300)])
    said = _marked(y) & (rng.random(len(y)) < 0.9)
    notes = [" ".join([*rng.choice(words, 6), *(["settled"] if told else [])]) for told in said.tolist()]
    return *_with(X, notes=notes), {}


def _parts(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """Two numbers that make up the target, neither of which says much alone."""
    value = y if y.dtype.kind == "f" else _marked(y).astype(float)
    one = rng.normal(0, 5 * value.std(), len(y))
    return *_with(X, before=one, after=value - one), {}


def _scrambled(X: "pl.DataFrame", y: NDArray[Any], rng: np.random.Generator) -> Planted:
    """Numbers without order for each class; of numbers the rounded logarithm."""
    if y.dtype.kind == "f":
        scale = np.subtract(*np.quantile(y, [0.84, 0.16])) or 1.0
        return *_with(X, level=np.log1p((y - y.min()) / scale).round(2)), {}
    codes = rng.permutation(10 * (int(_codes(y).max()) + 1))[_codes(y)]
    return *_with(X, level=codes), {}


KINDS: Mapping[str, Callable[["pl.DataFrame", NDArray[Any], np.random.Generator], Planted]] = {
    "copy": _copy,
    "noisy copy": _noisy,
    "flipped": _flipped,
    "filled in later": _filled,
    "mean by group": _mean,
    "numbered in order": _numbered,
    "touched later": _later,
    "after its time": _after,
    "reason codes": _reasons,
    "word in a text": _written,
    "parts": _parts,
    "other scale": _scrambled,
}
