"""What the tests of the command line share: a small mixed table, and `fitwright` in this process."""

import numpy as np
import polars as pl
from typer.testing import CliRunner, Result

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


def run(*words: object) -> Result:
    """`fitwright` with these words, in this process."""
    return CliRunner().invoke(make_app(), [str(word) for word in words])
