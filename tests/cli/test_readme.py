"""The README's examples run as they stand."""

import re
import shlex
from pathlib import Path

import pytest

from fitwright.cli.main import command_names
from tests.cli._acts import run, table

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


@pytest.fixture
def churn(tmp_path, monkeypatch):
    """The files that the examples speak of, in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name, seed in (("train", 0), ("test", 1), ("new", 2)):
        rows = table(160, seed).drop("spent").rename({"left": "churn"})
        rows.write_csv(f"{name}.csv")
    return tmp_path


@pytest.mark.slow
def test_the_python_example_runs(churn):
    [code] = blocks("python")
    exec(compile(code.replace("time_limit=60", "time_limit=4"), "README.md", "exec"), {})
    assert (churn / "churn.fw").is_file()


@pytest.mark.slow
def test_the_commands_run(churn):
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("fitwright ")]
    assert len(lines) >= 3
    for line in lines:
        words = shlex.split(line.replace("--time-limit 60", "--time-limit 4"), comments=True)
        done = run(*words[1:])
        assert done.exit_code == 0, f"{line}: {done.output}"
    assert (churn / "predictions.csv").is_file()


def test_every_command_is_named():
    assert not [name for name in command_names() if f"fitwright {name}" not in README]


def test_the_pictures_are_there():
    shown = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert shown
    assert all((Path(__file__).parents[2] / path).is_file() for path in shown)
