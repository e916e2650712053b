"""Other AutoML systems beside ours: each in an environment of its own, started with that one's python."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import _peer
from benchmarks.scenario import Record

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "LOKY_MAX_CPU_COUNT")


def there(home: Path | None, names: Sequence[str]) -> list[str]:
    """Those of these systems that have an environment in the folder."""
    return [] if home is None else [name for name in names if _python(home, name).is_file()]


def asked(
    peers: Path, task: Mapping[str, Any], home: Path, classes: Sequence[str]
) -> tuple[Record, NDArray[np.float64]]:
    """What a system says of itself, and its predictions: (rows,), or (rows, classes) in their order.

    Parameters
    ----------
    peers, task, home : as `answered` takes them, for `_peer.py`.
    """
    told = answered(peers, Path(_peer.__file__), task, home)
    p, labels = np.asarray(told.pop("p"), np.float64), told.pop("labels")
    return told, (_ordered(p, labels, classes) if classes else p)


def answered(peers: Path, script: Path, task: Mapping[str, Any], home: Path) -> Record:
    """What a script of ours says that runs in a system's own environment.

    Parameters
    ----------
    peers : folder with an environment a system.
    script : is given the task as JSON, and writes JSON to the path that it finds under `answer` there.
    task : `peer`, `cores` and what else the script wants.
    home : an empty folder for what the system leaves behind.

    Raises
    ------
    RuntimeError
        The system broke; the message has the end of what it said.
    """
    answer = home / "answer.json"
    quiet = {"PYTHONWARNINGS": "ignore", "MPLBACKEND": "Agg", "TMPDIR": str(home), "HF_HUB_OFFLINE": "1"}
    quiet["PYTHONSAFEPATH"] = "1"  # else the files beside the script hide modules of the standard library
    done = subprocess.run(
        [
            _python(peers, task["peer"]), script.resolve(),
            json.dumps({**task, "answer": str(answer), "home": str(home)}),
        ],
        env={**os.environ, **dict.fromkeys(THREADS, str(task["cores"])), **quiet},
        cwd=home, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    if not answer.exists():
        raise RuntimeError(f"{task['peer']} failed: {done.stderr.strip()[-1500:]}")
    told: Record = json.loads(answer.read_text("utf-8"))
    return told


def _ordered(p: NDArray[np.float64], labels: Sequence[str], classes: Sequence[str]) -> NDArray[np.float64]:
    """(rows, classes): columns by class; what a system has not seen has no probability."""
    ordered = np.zeros((len(p), len(classes)))
    for at, label in enumerate(classes):
        if label in labels:
            ordered[:, at] = p[:, labels.index(label)]
    return ordered


def _python(home: Path, name: str) -> Path:
    return home / name / "bin" / "python"
