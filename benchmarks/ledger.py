"""What it costs to write down what happens: on the disk, and in the loop that goes on meanwhile."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._print import by, typical
from benchmarks.scenario import Job, Options, Record, Row, Scenario

WRITES, BEFORE = 300, 20
GAPS: Mapping[str, float] = {"every 10 ms": 0.01, "every 100 ms": 0.1, "without a pause": 0.0}
NAMES = ("append_ms", "append_p99_ms", "write_ms", "write_p99_ms", "all_seconds")


class Ledger(Scenario):
    """The events of a step, as a fit over five folds says them, into a ledger in SQLite.

    A write lasts until its bytes are synced on the disk; an append is what the loop waits for.  Each is timed
    by itself: first writes one after the other, then appends at a pace, with what the loop does left out.
    """

    aim = "a write ≤ 5 ms, off the critical path: an append ≤ 0.5 ms"
    repeats = 3

    def jobs(self, options: Options) -> list[Job]:
        asked = [name for name in GAPS if options.wants(name)]
        return [Job(f"{name}/{WRITES}", {"pace": name}, label={"pace": name}) for name in asked]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        from fitwright.ledger.sqlite import SQLite

        gap = GAPS[given["pace"]]
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            ledger = SQLite(folder)
            for step in range(BEFORE):
                ledger.append(_said(step))
                ledger.flush()
            writes = [_took(ledger, step, True, gap) for step in range(WRITES)]
            began = time.perf_counter()
            appends = [_took(ledger, step, False, gap) for step in range(WRITES)]
            ledger.flush()
            whole = time.perf_counter() - began
            size = (Path(folder) / "ledger.sqlite").stat().st_size
            ledger.close()
        return {
            **_times("append", appends),
            **_times("write", writes),
            "all_seconds": round(whole, 3),
            "bytes_a_step": round(size / (2 * WRITES + BEFORE)),
        }

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        rows = []
        for pace, ok, bad in by(records, "pace"):
            row: dict[str, Any] = {"a step": pace, "runs": len(ok), "failed": len(bad)}
            rows.append(row | {name.replace("_", " "): typical([one[name] for one in ok]) for name in NAMES})
        return {f"The ledger: medians and 99th percentiles of {WRITES} steps": rows}


def _said(step: int) -> list[Any]:
    """What is said when a step of a fit comes back and the next one is granted."""
    from fitwright.core.events import Started, Stepped
    from fitwright.core.trial import Ref, Result, Step

    ref = Ref("0123456789abcdef" * 2, "0123456789abcdef" * 4, 123_456)
    values = dict.fromkeys(
        ("seconds_fit", "seconds_predict", "bytes", "rows_learn", "rows_judge", "error"), 1 / 3
    )
    refs = {"unseen": ref, "state": ref, "chain": ref}
    result = Result(0.123456789, values, 0.5, refs, clock=((1.0, 300), (0.5, 1)))
    trial, fold = divmod(step, 5)
    return [
        Stepped(trial, Step(fold), result, at=1.5 * step),
        Started(trial, Step(fold), decision=step, seen=step),
    ]


def _took(ledger: Any, step: int, synced: bool, gap: float) -> float:
    events = _said(step)
    began = time.perf_counter()
    ledger.append(events)
    if synced:
        ledger.flush()
    took = time.perf_counter() - began
    time.sleep(gap)
    return took


def _times(name: str, seconds: Sequence[float]) -> Record:
    middle, late = np.quantile(1e3 * np.asarray(seconds), (0.5, 0.99))
    return {f"{name}_ms": round(float(middle), 3), f"{name}_p99_ms": round(float(late), 3)}
