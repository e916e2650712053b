"""What loop and supervision cost a step: `tune` on a function that does nothing, here and in processes."""

import importlib
import importlib.util
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
    "serial-sqlite": {"executor": "serial", "kept": True},
    "processes-1": {"executor": "processes", "n_jobs": 1},
    "processes-2": {"executor": "processes", "n_jobs": 2},
    "processes-2-timed": {"executor": "processes", "n_jobs": 2, "time_limit": 300.0, "stopping": "median"},
    "processes-2-sqlite": {"executor": "processes", "n_jobs": 2, "kept": True},
}

RIVALS: Mapping[str, str] = {"optuna": "", "optuna-sqlite": "sqlite:///{folder}/study.db"}
"""Optuna's random sampler, in one process: variant to where its study is kept."""


def nothing(config: Mapping[str, Any]) -> float:
    """A loss that takes no time."""
    return (float(config["x"]) - 1.0) ** 2


class Overhead(Scenario):
    """Seconds between the first and the last step, over their number; no step leaves bytes behind.

    Optuna's steps are timed beside ours where it is installed.
    """

    aim = "loop and supervision ≤ 10 ms a step without the artefacts' bytes"
    repeats = 5

    def jobs(self, options: Options) -> list[Job]:
        there = [*VARIANTS, *(RIVALS if importlib.util.find_spec("optuna") else ())]
        asked = [name for name in there if options.wants(name)]
        return [Job(f"{name}/{STEPS}", {"variant": name}, label={"variant": name}) for name in asked]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        cpu = time.process_time()
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            at = (_optunas if given["variant"] in RIVALS else _ours)(given["variant"], folder)
        cpu = time.process_time() - cpu
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


def _ours(variant: str, folder: str) -> list[float]:
    """Seconds until each step came back."""
    from fitwright import Float, tune

    settings = dict(VARIANTS[variant])
    run_dir, witness = folder if settings.pop("kept", False) else None, Witness()
    space = {"x": Float(-1.0, 1.0)}
    tune(nothing, space, search="random", max_trials=STEPS, run_dir=run_dir, callbacks=[witness], **settings)
    return [seen.at for seen in witness.steps]


def _optunas(variant: str, folder: str) -> list[float]:
    """The same of Optuna."""
    optuna: Any = importlib.import_module("optuna")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    began, at = time.perf_counter(), list[float]()
    place = RIVALS[variant].format(folder=folder) or None
    study = optuna.create_study(storage=place, sampler=optuna.samplers.RandomSampler(seed=0))
    study.optimize(
        lambda trial: nothing({"x": trial.suggest_float("x", -1.0, 1.0)}), n_trials=STEPS,
        callbacks=[lambda *_: at.append(time.perf_counter() - began)],
    )  # fmt: skip
    return at
