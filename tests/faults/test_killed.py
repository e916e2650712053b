"""A driver is killed at any moment: the run goes on and ends as if it had not been."""

import random
import time

import numpy as np
import pytest

from fitwright.execution._limits import descendants
from tests.execution._acts import lives, wait_until
from tests.faults._acts import FIT, RESUME, begun, events, finish, predictions, start

pytestmark = pytest.mark.slow
AGAIN = (
    "from pathlib import Path\n(note(resume(home, verbose=0)) if Path(home, 'run.json').exists() else None)\n"
)


@pytest.mark.parametrize("seed", range(20))
def test_killed_at_a_random_moment_and_resumed(whole, tmp_path, seed):
    count, expected = whole
    draw = random.Random(seed)
    home = tmp_path / "run"
    driver = start(FIT, home, tmp_path / "p.npy")
    assert begun(home, draw.randrange(1, count))
    time.sleep(draw.uniform(0, 0.2))
    pids = descendants(driver.pid)
    driver.kill()
    driver.communicate()
    assert wait_until(lambda: not any(map(lives, pids)), 2.0)
    said, err = finish(RESUME, home, tmp_path / "p.npy")
    assert said.startswith("done"), err
    np.testing.assert_array_equal(predictions(tmp_path / "p.npy"), expected)


def test_killed_again_and_again(whole, tmp_path):
    _, expected = whole
    home, draw = tmp_path / "run", random.Random(0)
    driver = start(FIT, home, tmp_path / "p.npy")
    for _ in range(6):
        time.sleep(draw.uniform(1.0, 4.0))
        driver.kill()
        driver.communicate()
        code = RESUME if (home / "run.json").exists() else FIT
        if code == FIT and home.exists():
            home = tmp_path / f"run-{draw.random()}"
        driver = start(code, home, tmp_path / "p.npy")
    said, err = driver.communicate(timeout=300)
    assert said.startswith("done"), err
    np.testing.assert_array_equal(predictions(tmp_path / "p.npy"), expected)


@pytest.mark.parametrize("seed", range(3))
def test_a_run_with_a_time_limit_is_never_worse_than_it_stood(tmp_path, seed):
    home = tmp_path / "run"
    timed = "note(AutoClassifier(time_limit=600, run_dir=home, **SMALL).fit(*X_y))\n"
    driver = start(timed, home, tmp_path / "p.npy")
    assert begun(home, 15 + 5 * seed)
    driver.kill()
    driver.communicate()
    stood = [event for event in events(home) if type(event).__name__ == "Stepped"]
    said, err = finish("note(resume(home, time_limit=5, verbose=0))\n", home, tmp_path / "p.npy")
    assert said.startswith("done"), err
    now = [event for event in events(home) if type(event).__name__ == "Stepped"]
    assert now[: len(stood)] == stood
    first = float(said.split()[1])
    said, err = finish("note(resume(home, time_limit=5, verbose=0))\n", home, tmp_path / "p.npy")
    assert said.startswith("done"), err
    assert float(said.split()[1]) >= first - 1e-12 or "stood before" in str(events(home)[-1])
