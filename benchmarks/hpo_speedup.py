"""Real workers: `tune` on a function that keeps a core busy, one worker and two."""

import os
import time
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks._print import by, typical
from benchmarks.scenario import Job, Options, Record, Row, Scenario
from fitwright import Float, Space, tune

JOBS, TRIALS = (1, 2), 32
ROUNDS = 20_000_000
"""Of a loop; about a second."""


class HPOSpeedup(Scenario):
    """A run is one search of 32 trials; one worker is the process itself, and starting two counts."""

    aim = "two workers: at least 1.8 times as fast"
    repeats = 3

    def jobs(self, options: Options) -> list[Job]:
        return [Job(f"j{count}", {"jobs": count}, 300, {"jobs": count}) for count in JOBS]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        began = time.perf_counter()
        study = tune(busy, Space(x=Float(0, 1)), search="random", max_trials=TRIALS, n_jobs=given["jobs"])
        seconds = time.perf_counter() - began
        return {"seconds": seconds, "trial_seconds": sum(t.seconds for t in study) / len(study)}

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        rows: list[Row] = []
        for jobs, ok, _ in by(records, "jobs"):
            seconds = typical([record["seconds"] for record in ok])
            trial = typical([record["trial_seconds"] for record in ok])
            first = rows[0] if rows else {"seconds": seconds, "seconds a trial": trial}
            rows.append(
                {
                    "workers": jobs,
                    "seconds": seconds,
                    "times as fast": first["seconds"] / seconds if first["seconds"] and seconds else None,
                    "seconds a trial": trial,
                    "no more is possible, as trials slow down": (
                        jobs * first["seconds a trial"] / trial
                        if first["seconds a trial"] and trial
                        else None
                    ),
                    "runs": len(ok),
                    "cores": os.cpu_count(),
                }
            )
        return {"A function that keeps a core busy": rows}


def busy(config: Mapping[str, Any], rounds: int = ROUNDS) -> float:
    """Counts; the loss is of no interest."""
    total = 0.0
    for number in range(rounds):
        total += number * config["x"]
    return total
