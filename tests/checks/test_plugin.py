"""Members of strangers: a package with entry points, or one new file in a room, and nothing else edited."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import fitwright

HERE = Path(__file__).parents[1] / "plugin"
TOYS = HERE / "src" / "fitwright_toy"
EXAMPLE = Path(__file__).parents[2] / "examples" / "own_package"
ROOMS = {
    "toy_short": "audit",
    "toy": "models",
    "toy_sum": "features",
    "toy_brier": "metrics",
    "toy_grades": "tasks",
    "toy_draws": "search",
    "toy_last": "stopping",
}


def laid_out(home, folder):
    """The package in `home` as pip would leave it in `folder`: its files, and its entry points."""
    told = tomllib.loads((home / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copytree(home / "src", folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    about = folder / f"{told['name'].replace('-', '_')}-{told['version']}.dist-info"
    about.mkdir()
    about.joinpath("METADATA").write_text(f"Name: {told['name']}\nVersion: {told['version']}\n")
    lines = []
    for group, entries in told["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {where}" for name, where in entries.items())]
    about.joinpath("entry_points.txt").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder with the toys installed in it."""
    return laid_out(HERE, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """A copy of Fitwright with one new file in each of seven rooms."""
    folder = tmp_path_factory.mktemp("copy")
    package = folder / "fitwright"
    ours = Path(fitwright.__file__).parent
    shutil.copytree(ours, package, ignore=shutil.ignore_patterns("__pycache__"))
    for name, room in ROOMS.items():
        shutil.copy(TOYS / f"{name}.py", package / room)
    return folder


def run(folder, *words):
    """What a program says that finds this folder before all others."""
    done = subprocess.run(
        [sys.executable, *words],
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr[-2000:]
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("how", ["installed", "grown"])
def test_a_members_file_is_all_it_takes(how, request):
    said = json.loads(run(request.getfixturevalue(how), str(HERE / "use.py")))
    assert said["found"] == dict.fromkeys(ROOMS, True)
    assert said["checked"] == ["The table has 3 rows."]
    assert said["fitted"]["models"] == ["baseline", "toy"]
    assert "toy_draws" in said["fitted"]["origins"]
    assert said["fitted"]["metric"] == "toy_brier"
    assert said["fitted"]["score"] > 0.9
    assert said["fitted"]["same"]
    assert said["graded"]["task"] == "toy_grades"
    assert said["graded"]["off"] < 0.5
    assert said["graded"]["type"] == "i"


def test_the_new_files_stand_where_the_program_found_them(grown):
    where = run(grown, "-c", "import fitwright.models.toy as toy; print(toy.__file__)").strip()
    assert Path(where) == grown / "fitwright" / "models" / "toy.py"


def test_the_copy_differs_in_the_new_files_alone(grown):
    ours, copy = Path(fitwright.__file__).parent, grown / "fitwright"
    new = {
        path.relative_to(copy).as_posix()
        for path in copy.rglob("*.py")
        if not (ours / path.relative_to(copy)).exists()
    }
    assert new == {f"{room}/{name}.py" for name, room in ROOMS.items()}


@pytest.mark.parametrize("name", ROOMS)
def test_strangers_members_pass_the_suite_of_their_room(name, installed):
    code = (
        "import importlib, sys, warnings\n"
        "warnings.simplefilter('error')\n"
        "from fitwright import checks\n"
        "room, name = sys.argv[1:]\n"
        "checks.run(importlib.import_module(f'fitwright.{room}').catalog.get(name))\n"
    )
    run(installed, "-c", code, ROOMS[name], name)


@pytest.mark.slow
def test_the_package_of_the_examples_is_found_by_its_metrics_name(tmp_path):
    said = run(laid_out(EXAMPLE, tmp_path), str(EXAMPLE / "use.py"))
    assert "profit" in said
