"""What is kept in git names no machine and no registry."""

import re
import subprocess

import pytest

from tests.house._source import ROOT

PLACES = re.compile(r"(?<![\w.~/-])/(?:home|root|work|opt|Users|mnt|srv)/\w")
HOSTS = re.compile(r"(?<![\w.-])(?:[a-z0-9-]+\.)+(?:com|dev|io|net|org)(?![\w.-])", re.I)
KNOWN = {"scipy.io", "www.textualize.io", "www.w3.org"}  # a module, who drew a picture, what an SVG is
INDEXES = re.compile(r"--(?:extra-)?index|PIP_(?:EXTRA_)?INDEX|--find-links|/simple\b", re.I)


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
        strange = {host.lower() for host in HOSTS.findall(line)} - KNOWN
        assert not strange, f"{name}:{number} names a host, maybe a registry's: {line.strip()[:80]}"
        assert not INDEXES.search(line), f"{name}:{number} names a package index: {line.strip()[:80]}"
