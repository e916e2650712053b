"""`fitwright` as a whole: help, version, finding commands, exit codes, what is imported when."""

import subprocess
import sys

import pytest

from fitwright import __version__
from fitwright.cli._exit import MEANINGS, Exit
from fitwright.cli.main import command, command_names
from tests.cli._acts import run

HEAVY = {"numpy", "scipy", "sklearn", "polars", "pandas", "narwhals", "lightgbm", "psutil", "safetensors"}


def test_every_file_of_the_folder_is_a_command():
    assert set(command_names()) >= {"fit", "predict", "evaluate", "leaderboard", "demo"}


def test_help_names_every_command_and_every_exit_code():
    shown = run("--help").output
    assert all(name in shown for name in command_names())
    assert all(meaning in shown for _, meaning in MEANINGS)
    assert {code for code, _ in MEANINGS} == set(Exit)


@pytest.mark.parametrize("name", command_names())
def test_every_command_and_every_option_says_what_it_does(name):
    shown = run(name, "--help")
    first = (command(name).__doc__ or "").splitlines()[0]
    assert shown.exit_code == 0
    assert first in shown.output
    listed = [line for line in shown.output.splitlines() if line.startswith("  --")]
    assert not [line for line in listed if len(line.split()) < 3 and not line.strip().startswith("--json")]


def test_help_imports_nothing_heavy():
    code = (
        "import sys\n"
        "from fitwright.cli.main import main\n"
        "sys.argv = ['fitwright', '--help']\n"
        "try:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert "typer" in loaded
    assert not loaded & HEAVY


def test_version_and_python_m_say_the_same():
    done = subprocess.run(
        [sys.executable, "-m", "fitwright", "--version"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == run("--version").output.strip() == f"fitwright {__version__}"


def test_a_typo_is_a_wrong_usage():
    shown = run("fti")
    assert shown.exit_code == Exit.USAGE
    assert "fti" in shown.output


def test_an_option_of_the_wrong_type_is_a_wrong_usage():
    shown = run("fit", "t.csv", "--target", "y", "--time-limit", "soon")
    assert shown.exit_code == Exit.USAGE
    assert "--time-limit" in shown.output
