"""A small table in files, and a model that was fitted on it by the command line."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli._acts import QUICK, run, table


@dataclass(frozen=True)
class Files:
    """Where everything lies."""

    home: Path
    train: Path
    test: Path
    model: Path
    run: Path


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """train.csv, test.csv, and a classifier of `left` with the run that found it."""
    home = tmp_path_factory.mktemp("cli")
    made = Files(home, home / "train.csv", home / "test.csv", home / "left.fw", home / "run")
    table(160, 0).write_csv(made.train)
    table(40, 1).write_csv(made.test)
    done = run(
        "fit", made.train, "--target", "left", "--out", made.model, "--run-dir", made.run, "--quiet", *QUICK
    )
    assert done.exit_code == 0, done.output
    return made
