"""The wheel: what is in it, and that it works in an environment that has nothing else."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PINS = (ROOT / "constraints" / "ci.txt").as_uri()  # as an address, since pip splits plain paths at spaces

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def _run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    environment |= {"PIP_CONSTRAINT": PINS, "PIP_BUILD_CONSTRAINT": PINS}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    made: Path
    (made,) = folder.glob("fitwright-*.whl")
    return made


def test_the_wheel_holds_the_whole_package_and_nothing_else(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    package = {path for path in (ROOT / "src" / "fitwright").rglob("*") if path.is_file()}
    expected = {
        path.relative_to(ROOT / "src").as_posix() for path in package if "__pycache__" not in path.parts
    }
    assert {name for name in inside if not name.startswith("fitwright-")} == expected
    assert "fitwright/py.typed" in inside


def test_the_wheel_works_in_an_empty_environment(wheel, tmp_path):
    home = tmp_path / "env"
    _run(sys.executable, "-m", "venv", home, cwd=tmp_path)
    programs = home / ("Scripts" if os.name == "nt" else "bin")
    _run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)
    where = _run(programs / "python", "-c", "import fitwright; print(fitwright.__file__)", cwd=tmp_path)
    assert Path(where.strip()).is_relative_to(home)
    assert "fit" in _run(programs / "fitwright", "--help", cwd=tmp_path)
