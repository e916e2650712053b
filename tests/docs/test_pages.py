"""The documentation says what there is: members, options, events; and its examples run."""

import importlib
import importlib.util
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from fitwright import checks
from fitwright.cli._command import Command
from fitwright.cli.main import command, command_names

DOCS = Path(__file__).parents[2] / "docs"
WRITTEN = sorted(path for path in DOCS.rglob("*.md") if not {"_generated", "_build"} & set(path.parts))


@pytest.fixture(scope="module")
def maker():
    """docs/_pages.py, which Sphinx imports by the folder."""
    spec = importlib.util.spec_from_file_location("_pages", DOCS / "_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("room", checks.ROOMS)
def test_every_room_has_a_page_in_the_guide_that_shows_its_members(room):
    listed = (DOCS / "guide/index.md").read_text(encoding="utf-8").split()
    assert room in listed
    assert f"_generated/parts/{room}.md" in (DOCS / f"guide/{room}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("room", checks.ROOMS)
def test_every_member_is_in_the_guide_and_in_the_reference(maker, room):
    part, page = maker.members_part(room), maker.room_page(room)
    for name, kind in maker.members(room):
        assert f"[`{name}`]" in part
        assert f"autoclass:: {kind.__module__}.{kind.__qualname__}" in page
        assert maker.first_sentence(kind) != "."


def test_every_command_and_every_option_is_in_the_docs(maker):
    part = maker.commands_part()
    for name in command_names():
        assert f"## fitwright {name}" in part
        kind = command(name)
        assert issubclass(kind, Command)
        for field, hint in get_type_hints(kind, include_extras=True).items():
            words = (
                f"`--{field.replace('_', '-')}`",
                f"`{field.upper()}`",
                f"`{hint.__metadata__[0].metavar}`",
            )
            assert any(word in part for word in words), f"{name}: {field}"


def test_every_event_and_what_it_says_is_in_the_docs(maker):
    part = maker.events_part()
    for kind in maker.event_kinds():
        [line] = [line for line in part.splitlines() if line.startswith(f"| `{kind.__name__}` |")]
        assert all(f"`{field.name}`" in line for field in fields(kind))


def test_extras_are_those_that_there_are():
    import tomllib

    there = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = re.findall(r"^\| `\[(\w+)\]` \|", (DOCS / "install.md").read_text(encoding="utf-8"), re.M)
    assert sorted(told) == sorted(there["optional-dependencies"])


def blocks(path):
    return re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.S)


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", [path for path in WRITTEN if blocks(path) and path.name != "index.md"], ids=lambda path: path.stem
)
def test_examples_run(path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for room in checks.ROOMS:  # what a page takes in is gone after it
        catalog = importlib.import_module(f"fitwright.{room}").catalog
        monkeypatch.setattr(catalog, "_added", dict(catalog._added))
    names = {"__name__": "__main__"}
    for code in blocks(path):
        exec(compile(code, str(path), "exec"), names)


@pytest.mark.slow
def test_they_are_built_without_a_warning(tmp_path):
    pytest.importorskip("sphinx")
    pytest.importorskip("myst_parser")
    pytest.importorskip("pydata_sphinx_theme")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "dummy", DOCS, tmp_path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
