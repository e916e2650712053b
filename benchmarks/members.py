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
READY = 900.0
"""Seconds that all the rest may take: a busy machine needs many for few CPU seconds."""
FEW = 100
"""Rows of a first fit that nobody looks at: it imports what the library imports late."""
QUICK = 1.0
"""What takes less is done again, what takes a tenth of it three times more, and the least counts: the first
touches its memory for the first time, and all may be disturbed."""
LEVELS = (3, 4, 6, 8, 12, 40, 150)
TICK = 0.01
"""Seconds that CPU seconds may be off: systems count them in ticks."""
CLOSE = 3.0
LEAST, SMALL = 1e-3, 64.0
"""Seconds, and MB, below which nobody asks how many there are."""
CLASSES = {"binary": 2, "multiclass": 5}


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
        yield from (_model if given["room"] == "models" else _step)(given)

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        kinds = [one for one in records if one["room"] == "models"]
        steps = [one for one in records if one["room"] == "features"]
        known = [_anew(one) for one in kinds if "estimate_s" in one and _seconds(one) is not None]
        return {
            "Models: seconds to fit / to predict as many rows / MB added at most": _sizes(kinds, "predict"),
            "Steps: seconds to fit and transform / to transform again / MB": _sizes(steps, "transform"),
            "Estimates by today's formulas: measured seconds in estimated ones": _estimates(known),
            "Estimates that are not close": _off(known),
        }


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
    """CPU seconds and MB of an act on one thread; the least seconds of several, where it is quick."""
    import threadpoolctl

    with threadpoolctl.threadpool_limits(1):  # by now every library is there that the limit is told to
        with _Meter(given["cap"]) as meter:
            act()
        mb, seconds = meter.mb, meter.seconds
        for _ in range(0 if seconds >= QUICK else 1 if seconds >= QUICK / 10 else 3):
            with _Meter(given["cap"]) as meter:
                act()
            seconds = min(seconds, meter.seconds)
    return {f"{word}_s": seconds, f"{word}_mb": mb}


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
        self.seconds = round(cpu if cpu >= TICK else min(wall, TICK), 5)
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
    classes = CLASSES[kind]
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


def _sizes(records: Sequence[Record], then: str) -> list[Row]:
    """A row a member: what a fit and what `then` take at each number of rows, for each kind of task."""
    found: list[Row] = []
    for name in dict.fromkeys(one["member"] for one in records):
        row: dict[str, Any] = {"member": name}
        for kind in KINDS:
            for rows in ROWS:
                here = [one for one in records if (one["kind"], one["rows"]) == (kind, rows)]
                if here:
                    row[f"{kind} {rows // 1000}k"] = _cell(
                        [one for one in here if one["member"] == name], then
                    )
        found.append(row)
    return found


def _cell(records: Sequence[Record], then: str) -> str | None:
    if not records:
        return None
    parts = [_shown(records, f"{act}_s") for act in ("fit", then)]
    if "fit_s" in records[0]:
        mb = [max(one.get("fit_mb") or 0.0, one.get(f"{then}_mb") or 0.0) for one in records]
        return " / ".join([*parts, f"{median(mb):.0f}"])
    return parts[0]


def _shown(records: Sequence[Record], key: str) -> str:
    """Seconds; more than the cap where an alarm ended them."""
    known = typical([one.get(key) for one in records])
    if known is not None:
        return _short(known)
    return f"> {records[0]['cap']:g}" if records[0]["status"] == "killed" else str(records[0]["status"])


def _short(seconds: float) -> str:
    """As many digits as mean something."""
    if seconds < 0.0005:
        return "0"
    digits = 3 if seconds < 0.1 else 2 if seconds < 10 else 0
    return f"{seconds:.{digits}f}".removeprefix("0")


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


def _times_mb(record: Record) -> float | None:
    """Measured in estimated MB; None where they are not known."""
    if record["status"] != "ok" or record.get("fit_mb") is None:
        return None
    measured = max(record["fit_mb"], record["predict_mb"], SMALL)
    return float(measured / max(record["estimate_mb"], SMALL))


def _anew(record: Record) -> Record:
    """With the estimate of today's formula: it sees no data, so a record outlives a change of it."""
    from fitwright import models, tasks

    kind = record["kind"]
    y = np.linspace(0, 1, 100) if kind == "regression" else np.arange(100) % CLASSES[kind]
    task = tasks.infer(y, "regression" if kind == "regression" else "classification")
    cost = models.catalog.make(record["member"]).cost(task, (record["rows"], record["columns"]))
    return {**record, "estimate_s": cost.seconds, "estimate_mb": cost.bytes / 1e6}


def _is_close(times: float) -> bool:
    return 1 / CLOSE <= times <= CLOSE


def _off(records: Sequence[Record]) -> list[Row]:
    """A row for each estimate that is not close."""
    return [
        {
            **{key: one[key] for key in ("member", "kind", "rows")},
            "measured": f"{'> ' if one['status'] == 'killed' else ''}{_short(_seconds(one) or 0.0)}",
            "estimated": _short(one["estimate_s"]),
            "times": round(_times(one), 2),
        }
        for one in records
        if not _is_close(_times(one))
    ]


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
    close = [_is_close(_times(one)) for one in records]
    row |= {"cases": len(close), "within 3": sum(close), "share": round(sum(close) / len(close), 2)}
    sizes = [_is_close(times) for times in map(_times_mb, records) if times is not None]
    return {**row, "MB within 3": f"{sum(sizes)} of {len(sizes)}"}
