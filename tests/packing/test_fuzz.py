"""Thousands of damaged and forged model files: no death, no hang, no error that is not ours."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden" / "v1-classification.fw"
BATCH = 300


def opened(sort, first, count=BATCH):
    """What became of so many mutants in a process of their own, which dies or hangs alone."""
    words = [sys.executable, "-m", "tests.packing._mutants", str(GOLDEN), sort, str(first), str(count)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, f"{sort} {first}: ended with {done.returncode}: {done.stderr[-500:]}"
    told = json.loads(done.stdout)
    assert not told["strange"], told["strange"][0]
    return Counter(told["seen"])


def test_a_few_mutants_of_each_sort():
    assert opened("bytes", 0, 30)["Damaged"] >= 25
    assert opened("sealed", 0, 60)["Damaged"] >= 5


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("first", range(0, 2400, 2 * BATCH))
def test_changed_bytes_are_refused(first):
    seen = opened("bytes", first) + opened("bytes", first + BATCH)
    assert set(seen) <= {"Damaged", "fine"}
    assert seen["fine"] < 10  # nothing was changed after all


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("first", range(0, 2400, 2 * BATCH))
def test_forged_files_do_no_harm(first):
    seen = opened("sealed", first) + opened("sealed", first + BATCH)
    assert sum(seen.values()) == 2 * BATCH
