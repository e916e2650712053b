"""Work in a fresh interpreter: what a loaded member answers there, and which libraries come with it."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from fitwright.checks._tables import content
from fitwright.core.fitted import State
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.packing import pack, unpack
from fitwright.views import Laid

HEAVY = frozenset({"catboost", "lightgbm", "pandas", "polars", "pyarrow", "sklearn", "torch", "xgboost"})
"""What a loaded state must do without."""


def digest(answer: Any) -> str:
    """A table's or an array's content as one word."""
    if isinstance(answer, Table):
        return content(answer)
    array = np.ascontiguousarray(answer)
    return hashlib.sha256(f"{array.dtype} {array.shape}".encode() + array.tobytes()).hexdigest()


def ask_apart(member: type, method: str, jobs: Sequence[tuple[State, Table]]) -> tuple[list[str], list[str]]:
    """In a fresh interpreter, what `member.from_state(state)` makes of each table by `method`.

    Returns
    -------
    (digests, libraries): of each answer; and those of `HEAVY` that were imported on the way.
    """
    with tempfile.TemporaryDirectory() as home:
        for number, (state, table) in enumerate(jobs):
            Path(home, f"{number}.state").write_bytes(pack(state))
            Laid.write(Path(home, f"{number}.table"), table, Rows())
        digests, libraries = call_apart(_answers, member, method, home, len(jobs))
        return digests, libraries


def call_apart(function: Callable[..., Any], *given: Any) -> Any:
    """What a function gives back in a fresh interpreter: plain values.

    Raises
    ------
    AssertionError
        The interpreter ended without an answer; the sentence has its last words.
    """
    import cloudpickle

    with tempfile.TemporaryDirectory() as home:
        Path(home, "call").write_bytes(cloudpickle.dumps((function, given)))
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        done = subprocess.run(
            [sys.executable, "-m", __name__, home],
            env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["nothing was said"])[-1]
            raise AssertionError(
                f"Expected an answer from a fresh interpreter; it ended with {done.returncode}: {last}"
            )
        return json.loads(Path(home, "answer").read_text(encoding="utf-8"))


def _answers(member: Any, method: str, home: str, count: int) -> tuple[list[str], list[str]]:
    digests = []
    for number in range(count):
        loaded = member.from_state(unpack(Path(home, f"{number}.state")))
        table = Laid.open(Path(home, f"{number}.table")).table
        digests.append(digest(getattr(loaded, method)(table)))
    return digests, sorted(HEAVY & {name.partition(".")[0] for name in sys.modules})


def _main(home: str) -> None:
    """What the fresh interpreter does."""
    import cloudpickle

    function, given = cloudpickle.loads(Path(home, "call").read_bytes())
    Path(home, "answer").write_text(json.dumps(function(*given)), encoding="utf-8")


if __name__ == "__main__":
    _main(sys.argv[1])
