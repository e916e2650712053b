"""Tests mirror files: who looks for the tests of a file knows where they are."""

from pathlib import Path

import pytest

from tests.house._exceptions import exemptions, is_exempt
from tests.house._source import ROOT, Source, package

MIRRORED = [source for source in package() if not source.is_private]


@pytest.mark.parametrize("source", MIRRORED, ids=lambda source: source.where)
def test_a_file_has_its_tests(source: Source):
    inside = source.path.relative_to(ROOT / "src/fitwright")
    expected = Path("tests") / inside.parent / f"test_{inside.name}"
    if not is_exempt("mirror", source.where):
        assert (ROOT / expected).is_file(), f"{source.where} has no {expected.as_posix()}."


@pytest.mark.parametrize("given", exemptions(), ids=lambda given: f"{given.rule}: {given.where}")
def test_an_exception_has_a_reason_and_a_place(given):
    assert (ROOT / given.where.split("::")[0]).is_file(), f"{given.where} is gone: drop its exception."
    assert len(given.reason.split()) >= 3
