"""What is kept in git names no machine and no registry."""

import re
import subprocess

import pytest

from tests.house._source import ROOT

PLACES = re.compile(r"(?<![\w.~/-])/(?:home|root|work|opt|Users|mnt|srv)/\w")
REGISTRIES = re.compile(
    r"pypi\.(?:org|python)|pythonhosted|artifactory|--(?:extra-)?index-url|--find-links", re.I
)
SETTINGS = {"Makefile"}  # tells uv to leave such lines out


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return sorted(name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


@pytest.mark.parametrize("name", _tracked())
def test_a_file_names_no_machine_and_no_registry(name):
    try:
        text = (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    if name == "tests/house/test_repository.py":
        return
    for number, line in enumerate(text.splitlines(), start=1):
        assert not PLACES.search(line), f"{name}:{number} names a path of one machine: {line.strip()[:80]}"
        assert not REGISTRIES.search(line), f"{name}:{number} names a registry: {line.strip()[:80]}"
