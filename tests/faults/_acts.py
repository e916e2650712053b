"""Drivers in processes of their own, which tests kill, interrupt and starve."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from fitwright.core.events import Event
from fitwright.ledger.sqlite import SQLite
from tests.execution._acts import wait_until

PROLOGUE = """
import os, resource, signal, sys, time
import numpy as np
import fitwright
from fitwright import AutoClassifier, resume
from tests.posed import mixed

home, X_y = sys.argv[1], mixed()
SMALL = dict(models=["linear", "extra_trees", "lightgbm"], cv=3, random_state=0, verbose=0, n_jobs=2)

def note(model):
    now = time.monotonic()
    np.save(sys.argv[2], model.predict_proba(X_y[0]))
    print("done", model.predictor_.card["score"], now, flush=True)
"""
FIT = "note(AutoClassifier(max_trials=8, run_dir=home, **SMALL).fit(*X_y))\n"
RESUME = "note(resume(home, verbose=0))\n"


def start(code: str, home: Path, out: Path, *before: str) -> "subprocess.Popen[str]":
    """A driver that runs `code`; `home` is the run's folder, `out` takes what it predicts."""
    argv = [*before, sys.executable, "-W", "error", "-c", PROLOGUE + code, str(home), str(out)]
    pipe = subprocess.PIPE
    return subprocess.Popen(argv, stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def finish(code: str, home: Path, out: Path, *before: str) -> tuple[str, str]:
    """Run it to its end; what it said."""
    return start(code, home, out, *before).communicate(timeout=300)


def predictions(out: Path):
    """What a driver's model said of the table."""
    return np.load(out.with_suffix(".npy") if out.suffix != ".npy" else out)


def events(home: Path) -> list[Event]:
    """What stands in the ledger of a run."""
    record = SQLite(home, reading=True)
    try:
        return [event for _, event in record.since(0)]
    finally:
        record.close()


def begun(home: Path, count: int, seconds: float = 120.0) -> bool:
    """Wait until so many events are in the ledger."""
    path = home / "ledger.sqlite"
    return wait_until(lambda: path.exists() and _count(home) >= count, seconds)


def _count(home: Path) -> int:
    try:
        return len(events(home))
    except OSError:  # it is being made
        return 0


def strike(driver: "subprocess.Popen[str]") -> float:
    """Ctrl-C as a terminal sends it, to the whole group; when."""
    import os

    os.killpg(driver.pid, signal.SIGINT)
    return time.monotonic()
