"""Runs one job in a fresh process, watches its tree of processes, and makes a record of whatever happens."""

import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from benchmarks import catalog
from benchmarks.scenario import HERE, Job, Record

LOOK = 0.5
"""Seconds between two looks at the tree; looking itself costs a few ms."""
LOOK_CLOSELY = 2.0
"""Seconds between two readings of proportional memory, which costs more."""
GONE = 5.0
"""Seconds that processes of a job have to be gone after it."""
ALARM = -getattr(signal, "SIGPROF", 0)
"""How a process ends that set itself CPU seconds and did not keep them."""


@dataclass
class Tree:
    """A process and all that it started: peak memory, and who is left."""

    root: psutil.Process
    rss: int = 0
    pss: int = 0
    seen: set[psutil.Process] = field(default_factory=set)
    _close: float = -LOOK_CLOSELY

    def look(self) -> None:
        """Take in what it is now."""
        try:
            alive = [self.root, *self.root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return
        self.seen.update(alive)
        self.rss = max(self.rss, sum(_memory(process, "rss") for process in alive))
        if time.monotonic() - self._close > LOOK_CLOSELY:
            self._close = time.monotonic()
            self.pss = max(self.pss, sum(_memory(process, "pss") for process in alive))

    def end(self) -> int:
        """Kill what is left of it some seconds after it should have ended; how many that were."""
        _, left = psutil.wait_procs(self.seen, GONE)
        left = [process for process in left if _lives(process)]
        for process in left:
            _kill(process)
        return len(left)

    def kill(self) -> None:
        """At once, all of it."""
        self.look()
        for process in self.seen:
            _kill(process)


def run_apart(name: str, job: Job) -> Record:
    """The record of one job: what was measured, or why it failed."""
    busy, own, began = _busy(), _own(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="benchmark-", ignore_cleanup_errors=True) as folder:
        answer, log = Path(folder) / "answer.json", Path(folder) / "log"
        with log.open("wb") as said:
            status, tree = _watch(name, job, answer, said)
        left = tree.end()
        told = json.loads(answer.read_text("utf-8")) if answer.exists() else {}
        words = log.read_text("utf-8", "replace").strip()
    wall = time.monotonic() - began
    if status == "ok" and not told:
        status = "failed"
    trouble = {} if status == "ok" else {"error": told.pop("error", "") or words[-2000:]}
    noise = max(0.0, (_busy() - busy) - (_own() - own)) / wall
    return {
        "status": status,
        **job.label,
        **told,
        **trouble,
        "process_seconds": round(wall, 3),
        "peak_rss_mb": round(tree.rss / 1e6, 1),
        "peak_pss_mb": round(tree.pss / 1e6, 1),
        "left_processes": left,
        "foreign_cores": round(noise, 2),
    }


def _watch(name: str, job: Job, answer: Path, said: Any) -> tuple[str, Tree]:
    """Start the process, wait for its end, kill it when patience ends: "ok", "failed" or "killed"."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks._apart", name, json.dumps(job.given), str(answer)],
        cwd=HERE.parent,
        stdin=subprocess.DEVNULL,
        stdout=said,
        stderr=subprocess.STDOUT,
    )
    tree, end = Tree(psutil.Process(process.pid)), time.monotonic() + job.patience
    while time.monotonic() < end:
        tree.look()
        try:
            code = process.wait(LOOK)
            return ("ok" if not code else "killed" if code == ALARM else "failed"), tree
        except subprocess.TimeoutExpired:
            continue
    tree.kill()
    process.wait()
    return "killed", tree


def _memory(process: psutil.Process, word: str) -> int:
    try:
        found = process.memory_full_info() if word == "pss" else process.memory_info()
    except psutil.Error:
        return 0
    return int(getattr(found, word, 0))


def _lives(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.Error:
        pass  # gone by itself


def _busy() -> float:
    """CPU seconds of the whole machine, so far."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


def _own() -> float:
    """CPU seconds of ours and of what we have waited for."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _child(name: str, given: str, answer: str) -> None:
    """Measure here, in the fresh process; an error goes on to the log."""
    found = catalog.get(name).measure(json.loads(given))
    told: Record = {}
    for part in found if isinstance(found, Iterator) else [found]:
        told |= part
        aside = Path(f"{answer}.part")
        aside.write_text(json.dumps(told), "utf-8")
        aside.replace(answer)


if __name__ == "__main__":
    _child(*sys.argv[1:])
