"""Every model and step on 1k, 10k, 100k rows x 30 columns: CPU seconds, memory, and what was estimated."""

import contextlib
import importlib
import math
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks._print import typical
from benchmarks.scenario import Job, Options, Record, Row, Scenario

if TYPE_CHECKING:
    import polars as pl

    from fitwright.intake import Intake

ROWS = (1_000, 10_000, 100_000)
KINDS = ("binary", "regression", "multiclass")
CAP = 60.0
"""CPU seconds that a fit, or a prediction, may take."""
READY = 240.0
"""Seconds that the table and the steps before a model may take."""
FEW = 100
"""Rows of a first fit that nobody looks at: it imports what the library imports late."""
QUICK = 1.0
"""What takes less is done again, and the second counts: the first touches its memory for the first time."""
LEVELS = (3, 4, 6, 8, 12, 40, 150)
TICK = 0.01
"""Seconds that CPU seconds may be off: systems count them in ticks."""
CLOSE = 3.0
LEAST = 1e-3
"""Seconds below which nobody asks how many there are."""


class Members(Scenario):
    """A fresh process each, one core; models on what their usual steps make of 30 columns.

    `--only` takes names of members, a room (`models`), or one kind of task in it (`models/binary`).
    `--limit` is the cap of seconds.
    """

    aim = "nine of ten estimates of cost within a factor of 3 of the seconds measured"

    def jobs(self, options: Options) -> list[Job]:
        from fitwright import features, models

        cap = (options.limits or (CAP,))[0]
        asked = [("models", name, kind) for name in models.catalog.names() for kind in KINDS
                 if kind in models.catalog.get(name).kinds and not models.catalog.missing(name)]  # fmt: skip
        asked += [("features", name, "binary") for name in features.catalog.names()
                  if not features.catalog.missing(name)]  # fmt: skip
        found = []
        for rows in ROWS:
            for room, name, kind in asked:
                if options.wants(name) or {room, f"{room}/{kind}"} & set(options.only):
                    label = {"room": room, "member": name, "kind": kind, "rows": rows, "cap": cap}
                    given = {**label, "seed": options.seed}
                    key = f"{room}/{name}/{kind}/{rows}/{cap:g}s/s{options.seed}"
                    found.append(Job(key, given, 2 * cap + READY, label))
        return found

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Iterator[Record]:
        import threadpoolctl

        with threadpoolctl.threadpool_limits(1):
            yield from (_model if given["room"] == "models" else _step)(given)

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        found: dict[str, Sequence[Row]] = {}
        for kind in KINDS:
            here = [one for one in records if one["room"] == "models" and one["kind"] == kind]
            if here:
                found[f"Models, {kind}: seconds and MB"] = _sizes(here, ("fit", "predict"))
        steps = [one for one in records if one["room"] == "features"]
        found["Steps: seconds and MB"] = _sizes(steps, ("fit", "transform"))
        known = [one for one in records if "estimate_s" in one and _seconds(one) is not None]
        found["Estimates: measured seconds in estimated ones"] = _estimates(known)
        return found


def _model(given: Mapping[str, Any]) -> Iterator[Record]:
    """The estimate, then what it takes to fit and to predict as many rows."""
    from fitwright import models
    from fitwright.chains import chains_for
    from fitwright.core.work import Means
    from fitwright.pipeline import Chain, Recipe

    name, seed = given["member"], given["seed"]
    kind = models.catalog.get(name)
    for module in kind.imports:
        importlib.import_module(module)
    intake = _taken_in(given["rows"], given["kind"], seed, plain=True)
    steps = list(chains_for(kind.takes, intake.table)[0])
    chain = Chain.build(Recipe.of({"model": name, f"{name}.steps": steps}))
    table, rows = chain.fit_transform(intake.table, intake.rows, intake.task, seed)
    few = np.arange(FEW)
    kind().fit(table.at(few), rows.at(few), intake.task, seed, Means()).predict(table.at(few))
    cost = kind().cost(intake.task, table.shape)
    yield {
        "columns": table.shape[1],
        "estimate_s": round(cost.seconds, 5),
        "estimate_mb": round(cost.bytes / 1e6, 1),
    }
    fitted: list[models.Model] = []
    yield _measured("fit", given, lambda: fitted.append(kind().fit(table, rows, intake.task, seed, Means())))
    yield _measured("predict", given, lambda: fitted[0].predict(table))


def _step(given: Mapping[str, Any]) -> Iterator[Record]:
    """What it takes to learn from a table and change it, and to change it as new rows."""
    from fitwright import features

    kind = features.catalog.get(given["member"])
    for module in kind.imports:
        importlib.import_module(module)
    intake = _taken_in(given["rows"], given["kind"], given["seed"], plain=False)
    table, rows, task = intake.table, intake.rows, intake.task
    few = np.arange(FEW)
    kind().fit_transform(table.at(few), rows.at(few), task, 0)
    yield {"columns": table.shape[1]}
    step = kind()

    def learn() -> None:
        step.reweigh(table, rows, task, 0)
        step.fit_transform(table, rows, task, 0)

    yield _measured("fit", given, learn)
    yield _measured("transform", given, lambda: step.transform(table))


def _measured(word: str, given: Mapping[str, Any], act: Callable[[], object]) -> Record:
    """CPU seconds and MB of an act; of the second time, where it is quick."""
    with _Meter(given["cap"]) as meter:
        act()
    mb = meter.mb
    if meter.seconds < QUICK:
        with _Meter(given["cap"]) as meter:
            act()
    return {f"{word}_s": meter.seconds, f"{word}_mb": mb}


class _Meter(contextlib.AbstractContextManager["_Meter"]):
    """CPU seconds and the memory added at most; past `cap` the process ends by an alarm.

    On one core these are the seconds of a machine that has nothing else to do; what takes less than a tick is
    told by the clock.
    """

    def __init__(self, cap: float):
        self.cap, self.seconds = cap, 0.0
        self.mb: float | None = None

    def __enter__(self) -> "_Meter":
        with contextlib.suppress(OSError):  # elsewhere than on Linux the peak is not known
            Path("/proc/self/clear_refs").write_text("5")
        self._before = _memory("VmRSS")
        signal.setitimer(signal.ITIMER_PROF, self.cap)
        self._began, self._cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *error: object) -> None:
        wall, cpu = time.perf_counter() - self._began, time.process_time() - self._cpu
        self.seconds = round(min(wall, cpu + TICK), 5)
        signal.setitimer(signal.ITIMER_PROF, 0)
        peak = _memory("VmHWM")
        self.mb = None if peak is None or self._before is None else round((peak - self._before) / 1e6, 1)


def _memory(word: str) -> int | None:
    """Bytes that the system counts for this process under this word."""
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    except OSError:
        return None
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith(f"{word}:")), None)


def _taken_in(count: int, kind: str, seed: int, *, plain: bool) -> "Intake":
    """A generated table and its question, as a fit gets them."""
    from fitwright.intake import Given, take_in

    rng = np.random.default_rng(seed)
    frame, told = _table(count, rng, plain)
    y = told + rng.normal(0, 0.7 * told.std(), count)
    if kind == "regression":
        return take_in(Given(frame, y), kind)
    classes = 2 if kind == "binary" else 5
    edges = np.quantile(y, np.arange(1, classes) / classes)
    return take_in(Given(frame, np.digitize(y, edges)), "classification")


def _table(count: int, rng: np.random.Generator, plain: bool) -> tuple["pl.DataFrame", Any]:
    """30 columns of numbers with gaps, categories, yes and no; where not plain, two dates and a text too."""
    import polars as pl

    numbers = 22 if plain else 19
    x = rng.normal(size=(count, numbers))
    x[:, 3], x[:, 4] = np.exp(x[:, 3]), np.round(20 * x[:, 4])
    told = x[:, 0] + x[:, 1] * x[:, 2] + np.log1p(x[:, 3]) + np.sin(2 * x[:, 5]) + 0.5 * x[:, 6]
    x[rng.random(count) < 0.1, 5] = x[rng.random(count) < 0.3, 7] = np.nan
    columns: dict[str, Any] = {f"x{number}": x[:, number] for number in range(numbers)}
    columns["member"] = np.where(rng.random(count) < 0.3 + 0.2 * (told > 0), "yes", "no")
    for number, size in enumerate(LEVELS):
        codes = rng.integers(0, size, count)
        told = told + 0.4 * rng.normal(size=size)[codes]
        columns[f"c{number}"] = np.array([f"level {code}" for code in range(size)])[codes]
    if not plain:
        start = np.datetime64("2020-01-01", "us")
        for name in ("since", "until"):
            columns[name] = start + rng.integers(0, 10**14, count).astype("timedelta64[us]")
        words = np.array([f"word{number}" for number in range(2_000)])
        columns["note"] = [" ".join(line) for line in words[rng.zipf(1.3, (count, 8)) % len(words)]]
    return pl.DataFrame(columns), told


def _sizes(records: Sequence[Record], acts: Sequence[str]) -> list[Row]:
    """A row a member: what each act takes at each number of rows."""
    found: list[Row] = []
    for name in dict.fromkeys(one["member"] for one in records):
        row: dict[str, Any] = {"member": name}
        for rows in ROWS:
            here = [one for one in records if one["member"] == name and one["rows"] == rows]
            for act in acts:
                row[f"{act} {rows // 1000}k"] = _shown(here, f"{act}_s")
            row[f"MB {rows // 1000}k"] = typical([one.get("fit_mb") for one in here], 0)
        found.append(row)
    return found


def _shown(records: Sequence[Record], key: str) -> Any:
    if any(one["status"] != "ok" and key not in one for one in records):
        return f"> {records[0]['cap']:g}" if records[0]["status"] == "killed" else records[0]["status"]
    return typical([one.get(key) for one in records], 4)


def _seconds(record: Record) -> float | None:
    """Of fit and predict together; the cap where it ended one of them; None where something broke."""
    if record["status"] == "ok":
        return float(record["fit_s"] + record["predict_s"])
    return float(record["cap"]) if record["status"] == "killed" else None


def _times(record: Record) -> float:
    """Measured in estimated seconds; what was capped is not held against a higher estimate."""
    measured, estimate = max(_seconds(record) or 0.0, LEAST), max(float(record["estimate_s"]), LEAST)
    if record["status"] == "killed" and estimate > measured:
        return 1.0
    return measured / estimate


def _estimates(records: Sequence[Record]) -> list[Row]:
    """A row a model: its typical ratio by rows and by kind of task, and how many are close."""
    found = [_ratios(name, [one for one in records if one["member"] == name])
             for name in dict.fromkeys(one["member"] for one in records)]  # fmt: skip
    return [*found, _ratios("all", records)] if records else []


def _ratios(name: str, records: Sequence[Record]) -> Row:
    row: dict[str, Any] = {"model": name}
    for key, values in (("rows", ROWS), ("kind", KINDS)):
        for value in values:
            ratios = [math.log(_times(one)) for one in records if one[key] == value]
            head = f"{value // 1000}k" if isinstance(value, int) else value
            row[head] = round(math.exp(median(ratios)), 2) if ratios else None
    close = [1 / CLOSE <= _times(one) <= CLOSE for one in records]
    return {**row, "cases": len(close), "within 3": sum(close), "share": round(sum(close) / len(close), 2)}
