"""Leaks of a target with several classes: the whole check finds each kind, and no alarm is raised without."""

import numpy as np
import pytest

import fitwright
from tests.audit._acts import noise

COUNT = 600
DAYS = np.datetime64("2024-01-01", "us") + (np.arange(COUNT) * 86_400_000_000).astype("timedelta64[us]")
BRANCH = np.random.default_rng(8).integers(0, 40, COUNT)


def classes(many, seed=1):
    """Labels by chance; the first class is the most frequent one."""
    rng = np.random.default_rng(seed)
    shares = 1.0 / (2 + np.arange(many))
    return np.array([f"class {code}" for code in rng.choice(many, COUNT, p=shares / shares.sum())])


def codes_of(y):
    return np.array([int(label.split()[1]) for label in y])


def copy(y, rng):
    return {"status": [f"status {code}" for code in codes_of(y)]}


def scrambled(y, rng):
    return {"level": rng.permutation(100)[codes_of(y)]}


def with_noise(y, rng):
    return {"estimate": codes_of(y) + rng.normal(0, 0.15, COUNT)}


def flipped(y, rng):
    codes, many = codes_of(y), codes_of(y).max() + 1
    wrong = rng.random(COUNT) < 0.02
    return {"final": [f"f{code}" for code in np.where(wrong, rng.integers(0, many, COUNT), codes)]}


def reasons(y, rng):
    return {"reason": [f"r{code}" for code in codes_of(y) * 4 + rng.integers(0, 4, COUNT)]}


def filled_for_one(y, rng):
    values = rng.normal(size=COUNT).tolist()
    return {"refund": [value if code == 0 else None for value, code in zip(values, codes_of(y), strict=True)]}


def missing_for_one(y, rng):
    values = rng.normal(size=COUNT).tolist()
    return {"renewal": [value if code else None for value, code in zip(values, codes_of(y), strict=True)]}


def rate_of_one(y, rng):
    one = (codes_of(y) == 1).astype(float)
    rate = (np.bincount(BRANCH, one) / np.bincount(BRANCH))[BRANCH]
    return {"branch": [f"b{code}" for code in BRANCH], "rate": rate}


def word_of_one(y, rng):
    words = np.array([f"word{number}" for number in range(120)])
    said = (codes_of(y) == 0) & (rng.random(COUNT) < 0.9)
    return {"notes": [" ".join([*rng.choice(words, 6), *(["settled"] if told else [])]) for told in said]}


def touched_later(y, rng):
    days = rng.uniform(0, 60, COUNT) + 300 * codes_of(y)
    return {"updated": DAYS[0] + (days * 86_400_000_000).astype("timedelta64[us]")}


LEAKS = {
    "status": copy, "level": scrambled, "estimate": with_noise, "final": flipped, "reason": reasons,
    "refund": filled_for_one, "renewal": missing_for_one, "rate": rate_of_one, "notes": word_of_one,
    "updated": touched_later,
}  # fmt: skip


@pytest.mark.parametrize("many", [3, 6])
@pytest.mark.parametrize("name", LEAKS)
def test_a_leak_is_found_and_nothing_else(name, many):
    y = classes(many)
    columns = {**noise(COUNT), **LEAKS[name](y, np.random.default_rng(2))}
    assert fitwright.check(columns, y).leaking == (name,)


@pytest.mark.parametrize("many", [3, 6])
def test_dates_after_the_rows_time_are_found(many):
    columns = {**noise(COUNT), "asked": DAYS, "closed": DAYS + np.timedelta64(40, "D")}
    assert fitwright.check(columns, classes(many), time="asked").leaking == ("closed",)


@pytest.mark.parametrize("many", [3, 6, 30])
def test_without_a_leak_there_is_no_alarm(many):
    assert not fitwright.check(noise(COUNT), classes(many)).leaking


def test_a_column_that_tells_of_every_class_a_little_is_no_leak():
    y, rng = classes(4), np.random.default_rng(3)
    assert not fitwright.check({**noise(COUNT), "score": codes_of(y) + rng.normal(size=COUNT)}, y).leaking
