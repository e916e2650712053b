"""Ctrl-C: the first one stops and keeps the best, the second one raises."""

import random
import time

import numpy as np
import pytest

from fitwright import load
from tests.faults._acts import FIT, RESUME, begun, finish, predictions, start, strike
from tests.posed import mixed

pytestmark = pytest.mark.slow
LONG = "note(AutoClassifier(time_limit=120, run_dir=home, **SMALL).fit(*X_y))\n"
SLOW = """
from sklearn.naive_bayes import GaussianNB
class Sleepy(GaussianNB):
    def fit(self, X, y, sample_weight=None):
        time.sleep(100)
        return super().fit(X, y)
SMALL["models"] = [Sleepy()]
"""


@pytest.mark.parametrize("seed", range(10))
def test_the_first_gives_a_fitted_estimator_within_five_seconds(tmp_path, seed):
    draw = random.Random(seed)
    home = tmp_path / "run"
    driver = start(LONG, home, tmp_path / "p.npy")
    assert begun(home, draw.choice([1, 4, 12, 30]))
    time.sleep(draw.uniform(0.0, 1.0))
    struck = strike(driver)
    said, err = driver.communicate(timeout=60)
    assert said.startswith("done"), err
    assert float(said.split()[2]) - struck < 5.0
    assert load(home / "model.fw").predict_proba(mixed()[0]).shape == (120, 2)


def test_a_candidate_that_hangs_is_no_obstacle(tmp_path):
    home = tmp_path / "run"
    driver = start(SLOW + LONG, home, tmp_path / "p.npy")
    assert begun(home, 10)
    struck = strike(driver)
    said, err = driver.communicate(timeout=60)
    assert said.startswith("done"), err
    assert float(said.split()[2]) - struck < 5.0


def test_in_this_process_too(tmp_path):
    home = tmp_path / "run"
    here = SLOW + "SMALL['executor'] = 'serial'\n" + LONG
    driver = start(here, home, tmp_path / "p.npy")
    assert begun(home, 10)
    strike(driver)
    said, err = driver.communicate(timeout=60)
    assert said.startswith("done"), err


def test_the_second_raises(tmp_path):
    home = tmp_path / "run"
    stuck = "import fitwright.deliver as d\nd.weigh = lambda *_: time.sleep(100)\n" + LONG
    driver = start(stuck, home, tmp_path / "p.npy")
    assert begun(home, 10)
    strike(driver)
    time.sleep(3)
    strike(driver)
    said, err = driver.communicate(timeout=60)
    assert said == ""
    assert "KeyboardInterrupt" in err


def test_an_interrupted_run_can_be_gone_on_with_and_replayed(tmp_path):
    home = tmp_path / "run"
    driver = start(LONG, home, tmp_path / "p.npy")
    assert begun(home, 20)
    strike(driver)
    said, err = driver.communicate(timeout=60)
    assert said.startswith("done"), err
    told, err = finish("print(fitwright.replay(home).differences)\n", home, tmp_path / "q.npy")
    assert told == "[]\n", err
    said, err = finish("note(resume(home, time_limit=3, verbose=0))\n", home, tmp_path / "p.npy")
    assert said.startswith("done"), err


@pytest.mark.parametrize("seed", range(2))
def test_with_a_budget_in_trials_it_goes_on_as_if_it_had_not_been(whole, tmp_path, seed):
    count, expected = whole
    home = tmp_path / "run"
    driver = start(FIT, home, tmp_path / "p.npy")
    assert begun(home, random.Random(seed).randrange(8, count))
    strike(driver)
    said, err = driver.communicate(timeout=60)
    assert said.startswith("done"), err
    said, err = finish(RESUME, home, tmp_path / "p.npy")
    assert said.startswith("done"), err
    np.testing.assert_array_equal(predictions(tmp_path / "p.npy"), expected)
