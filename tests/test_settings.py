"""The user's words are checked before anything is spent."""

import numpy as np
import pytest

from fitwright.core.errors import SettingError
from fitwright.settings import Settings, as_bytes


def test_time_is_limited_only_where_nothing_else_is():
    assert Settings.of({}).seconds == 60
    assert Settings.of({"max_trials": 5}).seconds is None
    assert Settings.of({"max_trials": 5, "time_limit": 10}).seconds == 10


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("time_limit", 0), ("time_limit", -1), ("time_limit", "60"), ("time_limit", True),
        ("trial_time_limit", 0), ("max_trials", 0), ("max_trials", 2.5), ("n_jobs", 0), ("n_jobs", -2),
        ("models", "linear"), ("space", ["linear"]),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named(name, value):
    with pytest.raises(SettingError, match=name):
        Settings.of({name: value})


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("search", "tpe(startup=0)", "startup"),
        ("search", "tpe(start=1)", "knows"),
        ("stopping", "median(grace='long')", "another type"),
        ("ensemble", "greedy(rounds=)", "Expected a name with its settings"),
        ("scheduling", "inorde(x=1)", "Did you mean"),
        ("executor", "processes(workers='two')", "another type"),
    ],
)
def test_members_are_said_with_settings_that_they_have(name, text, why):
    with pytest.raises(SettingError, match=why):
        Settings.of({name: text})


def test_members_with_settings_stay_text_which_a_folder_can_keep():
    made = Settings.of({"search": "tpe(startup=5)", "stopping": "median(grace=2)"})
    assert (made.search, made.stopping) == ("tpe(startup=5)", "median(grace=2)")


@pytest.mark.parametrize(
    ("text", "count"), [("4 GB", 4 * 10**9), ("512mb", 512 * 10**6), (1000, 1000), (" 1.5 kb ", 1500)]
)
def test_memory_in_words(text, count):
    assert as_bytes(text) == count


@pytest.mark.parametrize("text", ["4 GiB!", "much", "", "-1 GB"])
def test_memory_that_is_no_size(text):
    with pytest.raises(SettingError, match="memory_limit"):
        as_bytes(text)


def test_seeds_come_from_whatever_scikit_learn_takes():
    assert Settings.of({"random_state": 7}).seed == 7
    assert Settings.of({"random_state": np.int64(7)}).seed == 7
    drawn = [Settings.of({"random_state": np.random.RandomState(3)}).seed for _ in range(2)]
    assert drawn[0] == drawn[1]
    with pytest.raises(SettingError, match="random_state"):
        _ = Settings.of({"random_state": "lucky"}).seed


def test_all_cores_or_as_many_as_asked_for():
    assert Settings.of({"n_jobs": 3}).cores == 3
    assert Settings.of({"n_jobs": -1}).cores == Settings.of({}).cores >= 1
