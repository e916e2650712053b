"""Runs the jobs of a scenario that have no record yet, and keeps a JSON line of each."""

import importlib.metadata
import json
import os
import platform
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks._apart import run_apart
from benchmarks.scenario import HERE, Job, Options, Record, Scenario

LIBRARIES = ("fitwright", "numpy", "scikit-learn", "polars", "lightgbm", "catboost", "xgboost-cpu")


def records(path: Path) -> list[Record]:
    """Records of a file, the last one of each id; none where there is no file."""
    if not path.exists():
        return []
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return list({record["id"]: record for record in lines}.values())


def planned(name: str, scenario: Scenario, options: Options) -> Iterator[tuple[str, Job]]:
    """(permanent id, job) in the order of running: all jobs once, then all again."""
    jobs = scenario.jobs(options)
    for repeat in range(options.repeats or scenario.repeats):
        for job in jobs:
            yield f"{name}/{job.id}#{repeat}", job


def run(
    name: str, scenario: Scenario, options: Options, say: Callable[[str], None], again: bool = False
) -> list[Record]:
    """Records of all jobs that the options ask for; only those without one are run, unless `again`."""
    path = options.out / f"{name}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    known = {record["id"] for record in records(path)}
    asked, where = list(planned(name, scenario, options)), _where()
    todo = [(key, job) for key, job in asked if again or key not in known]
    say(f"{name}: {len(todo)} to run, {len(asked) - len(todo)} on record in {path}")
    for number, (key, job) in enumerate(todo, 1):
        head = {"id": key, "started": datetime.now(UTC).isoformat(timespec="seconds"), **where}
        record = {**head, "load": round(os.getloadavg()[0], 2), **run_apart(name, job)}
        with path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(record) + "\n")
        trouble = record.get("error", "").strip().splitlines()[-1:]
        came = f"{record['status']} {record['process_seconds']} s"
        say(f"[{number}/{len(todo)}] {key} {came} {''.join(trouble)}")
    wanted = {key for key, _ in asked}
    return [record for record in records(path) if record["id"] in wanted]


def _where() -> Record:
    """Commit, versions and machine: what a figure means nothing without."""
    versions = {"python": platform.python_version()}
    for library in LIBRARIES:
        try:
            versions[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            continue
    asked = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, cwd=HERE, capture_output=True, text=True, check=False).stdout.strip()
    return {"commit": commit, "cpus": os.cpu_count(), "versions": versions}
