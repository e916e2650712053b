"""Damaged CSV files: read or refused with a typed error; no death, no hang, nothing else raised."""

import subprocess
import sys

import pytest

from tests.house._source import ROOT
from tests.readers import _mutate

COPIES = 2_400


def test_some_copies():
    _mutate.look(0, 60)


@pytest.mark.slow
def test_many_copies_in_a_process_of_their_own():
    done = subprocess.run(
        [sys.executable, "-m", "tests.readers._mutate", "60", str(60 + COPIES)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    last = done.stdout.splitlines()[-1:]
    assert done.returncode == 0, f"copy {last}: {done.stderr[-2000:]}"
    assert last == [str(59 + COPIES)]
