"""Two drivers want one run: the second is told so, and the first does not notice."""

import pytest

from tests.faults._acts import RESUME, begun, finish, start, strike

pytestmark = pytest.mark.slow
LONG = "note(AutoClassifier(time_limit=300, run_dir=home, **SMALL).fit(*X_y))\n"


def test_the_second_driver_is_told(tmp_path):
    home = tmp_path / "run"
    first = start(LONG, home, tmp_path / "p.npy")
    assert begun(home, 5)
    for code in (RESUME, LONG):
        said, err = finish(code, home, tmp_path / "q.npy")
        assert said == ""
        assert "Unsupported" in err.strip().splitlines()[-1], err
        assert "another process drives this run" in err
    strike(first)
    said, err = first.communicate(timeout=60)
    assert said.startswith("done"), err


def test_a_clock_that_jumps_changes_no_limit(tmp_path):
    jump = "start = time.time\ntime.time = lambda: start() - 86400 * (time.monotonic() % 2 > 1)\n"
    said, err = finish(jump + LONG.replace("300", "6"), tmp_path / "run", tmp_path / "p.npy")
    assert said.startswith("done"), err
