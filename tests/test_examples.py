"""Every example runs as it stands, with its limits of seconds cut short."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parents[1] / "examples"
PACKAGE = HERE / "own_package"
"""Wants to be installed: tests/checks/test_plugin.py does so."""
SCRIPTS = sorted(path.relative_to(HERE) for path in HERE.rglob("*.py") if PACKAGE not in path.parents)


def test_there_are_examples():
    assert len(SCRIPTS) > 5


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=str)
def test_it_runs_and_prints(script, tmp_path):
    text = (HERE / script).read_text("utf-8")
    copy = tmp_path / script.name
    copy.write_text(re.sub(r"\btime_limit=\d+", "time_limit=8", text), "utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:fitwright", str(copy)],
        capture_output=True, text=True, cwd=tmp_path, timeout=250, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.strip()
