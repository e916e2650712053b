"""Seeds follow from their path alone."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from fitwright.core.seeds import seed

paths = st.lists(st.integers() | st.text(max_size=5), max_size=4).map(tuple)


@given(paths)
def test_a_seed_is_a_number_that_every_library_takes(path):
    assert 0 <= seed(*path) < 2**31


@given(st.sets(paths, min_size=2, max_size=8))
def test_different_paths_have_different_seeds(found):
    assert len({seed(*path) for path in found}) == len(found)


def test_a_number_and_its_text_are_different_paths():
    assert len({seed(1), seed("1"), seed(1, 1), seed("1", 1)}) == 4


def test_another_process_counts_alike():
    code = "from fitwright.core.seeds import seed; print(seed(0, 'fold', 1))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert int(told.stdout) == seed(0, "fold", 1)
