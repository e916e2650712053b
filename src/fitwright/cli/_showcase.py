"""The table of the demo, and the commands that it runs in a process of their own."""

import subprocess
import sys
from pathlib import Path

from fitwright.cli._voice import Voice
from fitwright.core.errors import FitwrightError

TARGET = "diagnosis"
EVERY = 4
"""One row in so many is kept for judging."""


def write_tables(folder: Path) -> tuple[Path, Path]:
    """Cell nuclei of 569 tumours (Wisconsin, 1995), 30 measures each: train.csv and test.csv in `folder`."""
    import polars as pl
    from sklearn.datasets import load_breast_cancer

    table = load_breast_cancer()
    columns = {str(name): table.data[:, i] for i, name in enumerate(table.feature_names)}
    frame = pl.DataFrame({**columns, TARGET: table.target_names[table.target].tolist()})
    held = pl.int_range(pl.len()) % EVERY == 0
    folder.mkdir(parents=True, exist_ok=True)
    train, test = folder / "train.csv", folder / "test.csv"
    frame.filter(~held).write_csv(train)
    frame.filter(held).write_csv(test)
    return train, test


def in_fresh_process(voice: Voice, *words: str | Path) -> str:
    """What `fitwright` with these words prints, run by an interpreter that knows nothing of this one."""
    said = [str(word) for word in words]
    voice.command(" ".join(["fitwright", *said]))
    command = [sys.executable, "-m", "fitwright", *said]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise FitwrightError(
            f"Expected `fitwright {' '.join(said)}` to succeed; it said: {done.stderr.strip()}"
        )
    return done.stdout.rstrip()
