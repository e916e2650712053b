"""What loop and supervision cost a step: `tune` on a function that does nothing, here and in processes."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks._print import by, typical
from benchmarks._witness import Witness
from benchmarks.scenario import Job, Options, Record, Row, Scenario

STEPS = 500
VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "serial": {"executor": "serial"},
    "processes-1": {"executor": "processes", "n_jobs": 1},
    "processes-2": {"executor": "processes", "n_jobs": 2},
    "processes-2-timed": {"executor": "processes", "n_jobs": 2, "time_limit": 300.0, "stopping": "median"},
    "processes-2-sqlite": {"executor": "processes", "n_jobs": 2, "kept": True},
}


def nothing(config: Mapping[str, Any]) -> float:
    """A loss that takes no time."""
    return (float(config["x"]) - 1.0) ** 2


class Overhead(Scenario):
    """Seconds between the first and the last step, over their number; no step leaves bytes behind."""

    aim = "loop and supervision ≤ 10 ms a step without the artefacts' bytes"
    repeats = 5

    def jobs(self, options: Options) -> list[Job]:
        asked = [name for name in VARIANTS if options.wants(name)]
        return [Job(f"{name}/{STEPS}", {"variant": name}, label={"variant": name}) for name in asked]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        from fitwright import Float, tune

        settings = dict(VARIANTS[given["variant"]])
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            run_dir = folder if settings.pop("kept", False) else None
            witness, cpu = Witness(), time.process_time()
            space = {"x": Float(-1.0, 1.0)}
            tune(nothing, space, max_trials=STEPS, run_dir=run_dir, callbacks=[witness], **settings)
            cpu = time.process_time() - cpu
        at = [seen.at for seen in witness.steps]
        tail = at[-100:]
        return {
            "steps": len(at),
            "first_seconds": round(at[0], 4),
            "step_ms": round(1000 * (at[-1] - at[0]) / (len(at) - 1), 4),
            "late_step_ms": round(1000 * (tail[-1] - tail[0]) / (len(tail) - 1), 4),
            "driver_cpu_ms": round(1000 * cpu / len(at), 4),
        }

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        rows = []
        for variant, ok, bad in by(records, "variant"):
            row = {"variant": variant, "runs": len(ok), "failed": len(bad)}
            for head, key in (
                ("ms a step", "step_ms"),
                ("ms, last 100", "late_step_ms"),
                ("driver's CPU ms", "driver_cpu_ms"),
                ("first step s", "first_seconds"),
            ):
                row[head] = typical([record[key] for record in ok])
            rows.append(row)
        return {f"Overhead, medians of {STEPS} steps": rows}
