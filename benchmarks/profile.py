"""Where a run's time goes, driver and workers: is anything read, encoded or pickled again for each trial?"""

import cProfile
import pstats
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks._print import typical
from benchmarks._tables import generated
from benchmarks._witness import Seen, Witness, families_of
from benchmarks.scenario import Job, Options, Record, Row, Scenario

LIMIT = 30.0
TOP = 12
ONCE = ("take_in", "fingerprint", "write", "pack")
"""Functions of the driver that touch the table or pack the objective."""
FIRST, LATER, CUT = "before its view was made", "mapped a view", "without steps: rows cut"
LAPS = ("encode", "fit", "predict")


class Profile(Scenario):
    """10,000 × 30 with five columns of categories, so that there is something to encode."""

    aim = "nothing is re-read, re-encoded or pickled per trial"

    def jobs(self, options: Options) -> list[Job]:
        limit, word = (options.limits or (LIMIT,))[0], (options.models or ("core",))[0]
        given = {"limit": limit, "models": word, "cores": options.cores, "seed": options.seed}
        return [Job(f"{word}/{limit:g}s/{options.cores}c", given, 2 * limit + 60, {"models": word})]

    @staticmethod
    def measure(given: Mapping[str, Any]) -> Record:
        from fitwright import AutoClassifier

        X, y = generated(words=5)
        witness, pickles = Witness(), Pickles()
        model = AutoClassifier(
            time_limit=given["limit"],
            models=families_of(given["models"]),
            n_jobs=given["cores"],
            random_state=given["seed"],
            verbose=0,
            callbacks=[witness],
        )
        profiler = cProfile.Profile(time.process_time)
        with pickles.counted():
            began, cpu = time.perf_counter(), time.process_time()
            profiler.runcall(model.fit, X, y)
            cpu, wall = time.process_time() - cpu, time.perf_counter() - began
        steps = [seen for seen in witness.steps if seen.family != "baseline"]  # that one runs in the driver
        return {
            "wall_seconds": round(wall, 3),
            "steps": len(steps),
            "driver_cpu_seconds": round(cpu, 3),
            "table_bytes": int(X.estimated_size()),
            "pickled": pickles.told(),
            **_functions(profiler),
            "workers": [_of_workers(name, steps) for name in dict.fromkeys(seen.family for seen in steps)],
            "encoding": _of_encoding(steps),
        }

    def tables(self, records: Sequence[Record], options: Options) -> Mapping[str, Sequence[Row]]:
        found: dict[str, Sequence[Row]] = {}
        for record in records:
            if record["status"] != "ok":
                continue
            head = ("wall_seconds", "steps", "driver_cpu_seconds", "table_bytes", "peak_pss_mb")
            found[f"{record['id']}: the run"] = [{key: record[key] for key in head}]
            found["Worker's seconds a step by family, medians"] = record["workers"]
            found["Encoding: a view is made once and mapped afterwards"] = record["encoding"]
            found["Pickles of the driver"] = record["pickled"]
            found["Calls in the driver of what touches the table"] = record["once"]
            found[f"Driver, by own CPU seconds (first {TOP})"] = record["top"]
        return found


@dataclass
class Pickles:
    """Counts what the driver packs for workers and unpacks from them, by type."""

    sizes: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count for a while."""
        import pickle

        import cloudpickle

        dumps, loads = cloudpickle.dumps, pickle.loads
        cloudpickle.dumps, pickle.loads = self._out(dumps), self._in(loads)
        try:
            yield
        finally:
            cloudpickle.dumps, pickle.loads = dumps, loads

    def told(self) -> list[Row]:
        """A row a type: how often, and how many bytes."""
        return [
            {
                "to": way,
                "what": kind,
                "times": len(sizes),
                "bytes, median": typical(sizes),
                "most": max(sizes),
            }
            for (way, kind), sizes in self.sizes.items()
        ]

    def _out(self, dumps: Callable[..., bytes]) -> Callable[..., bytes]:
        def counting(thing: Any, *rest: Any, **more: Any) -> bytes:
            data = dumps(thing, *rest, **more)
            self.sizes.setdefault(("workers", type(thing).__name__), []).append(len(data))
            return data

        return counting

    def _in(self, loads: Callable[..., Any]) -> Callable[..., Any]:
        def counting(data: Any, *rest: Any, **more: Any) -> Any:
            thing = loads(data, *rest, **more)
            self.sizes.setdefault(("driver", type(thing).__name__), []).append(len(data))
            return thing

        return counting


def _functions(profiler: cProfile.Profile) -> Record:
    """Functions with the most own CPU time, and how often those were called that touch the table."""
    stats: Mapping[Any, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]  # typeshed lacks it
    rows = [
        {"function": f"{'/'.join(Path(file).parts[-2:])}:{name}", "calls": calls[1], "own s": calls[2]}
        for (file, _, name), calls in stats.items()
    ]
    rows.sort(key=lambda row: -row["own s"])
    once = [row for row in rows if "~" not in row["function"] and row["function"].rpartition(":")[2] in ONCE]
    return {"top": _rounded(rows[:TOP]), "once": _rounded(once)}


def _rounded(rows: Iterable[Row]) -> list[Row]:
    return [{**row, "own s": round(row["own s"], 4)} for row in rows]


def _of_workers(family: str, steps: Sequence[Seen]) -> Row:
    """Medians of a family: its laps, the rest inside the worker, and the way there and back."""
    own = [seen for seen in steps if seen.family == family]
    row: dict[str, Any] = {"model": family, "steps": len(own)}
    for lap in LAPS:
        row[lap] = typical([seen.result.values.get(f"seconds_{lap}") for seen in own])
    row["rest"] = typical([seen.result.seconds - _laps(seen) for seen in own])
    row["hand-over"] = typical([seen.took - seen.result.seconds for seen in own])
    return row


def _laps(seen: Seen) -> float:
    return sum(seen.result.values.get(f"seconds_{lap}", 0.0) for lap in LAPS)


def _of_encoding(steps: Sequence[Seen]) -> list[Row]:
    """Steps by whether they began before the view of their chain and fold was there (two may at once)."""
    from fitwright.pipeline import Recipe

    made: dict[tuple[str, int], float] = {}
    groups: dict[str, list[float]] = {FIRST: [], LATER: [], CUT: []}
    for seen in sorted(steps, key=lambda seen: seen.at):
        recipe = Recipe.of(seen.config)
        key = (recipe.chain_key, seen.step.fold)
        began = seen.at - seen.took
        kind = CUT if not recipe.steps else LATER if began >= made.setdefault(key, seen.at) else FIRST
        groups[kind].append(seen.result.values.get("seconds_encode", 0.0))
    return [
        {
            "step": kind,
            "steps": len(took),
            "encode, median s": typical(took),
            "most s": max(took, default=None),
        }
        for kind, took in groups.items()
    ]
