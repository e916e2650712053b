"""What the tests of the command line share: a small mixed table, and `fitwright` in this process."""

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import numpy as np
import polars as pl

from fitwright.cli.main import make_app

QUICK = ("--max-trials", "1", "--models", "linear", "--executor", "serial", "--random-state", "0")
"""Options of a fit that takes a moment."""


def table(rows: int, seed: int) -> pl.DataFrame:
    """Who leaves: numbers, a category with gaps, yes and no, and how much they spent."""
    rng = np.random.default_rng(seed)
    age, city = rng.uniform(18, 80, rows), rng.choice(["Rome", "Oslo", "Lima"], rows)
    member = rng.choice(["yes", "no"], rows)
    leaves = age / 80 + (city == "Oslo") + (member == "no") + rng.normal(0, 0.3, rows) > 1.5
    columns = {
        "age": age.round(1),
        "city": [None if i % 20 == 7 else name for i, name in enumerate(city.tolist())],
        "member": member.tolist(),
        "left": np.where(leaves, "leave", "stay").tolist(),
        "spent": (age * 10 + 100 * (city == "Rome") + rng.normal(0, 20, rows)).round(2),
    }
    return pl.DataFrame(columns)


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        """Both streams."""
        return self.stdout + self.stderr


def run(*words: object) -> Said:
    """`fitwright` with these words, in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            make_app()([str(word) for word in words], prog_name="fitwright")
        except SystemExit as end:
            code = end.code
    assert isinstance(code, int)
    return Said(code, out.getvalue(), err.getvalue())
