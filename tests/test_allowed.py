"""What a study may use is checked before anything is spent, and holds for a whole trial."""

import itertools
import time

import pytest

from fitwright import Float, tune
from fitwright.core.errors import SettingError

SPACE = {"x": Float(0, 1)}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"max_trials": "ten"}, "max_trials as a whole number from 1; got 'ten'"),
        ({"time_limit": "1h"}, "time_limit as seconds above 0; got '1h'"),
        ({"target": "low"}, "target as a number; got 'low'"),
        ({"target": float("nan")}, "target as a number; got nan"),
        ({"patience": 2.5}, "patience as a number of trials from 1; got 2.5"),
        ({"patience": "long"}, "patience .* got 'long'"),
        ({"n_jobs": 0}, "n_jobs as a number of trials at a time from 1, or -1 for all cores; got 0"),
        ({"n_jobs": -2}, "got -2"),
        ({"n_jobs": "two"}, "got 'two'"),
        ({"trial_time_limit": -1}, "trial_time_limit as seconds above 0; got -1"),
        ({"trial_time_limit": "a minute"}, "got 'a minute'"),
        ({"memory_limit": 0}, "memory_limit as a whole number of bytes above 0; got 0"),
        ({"memory_limit": "1 GB"}, "got '1 GB'"),
        ({"memory_limit": 10**9, "executor": "serial"}, "can end a trial .* Use executor='processes'"),
        ({"callbacks": [3]}, "callbacks as functions of an event, in a list"),
        ({"callbacks": print}, "callbacks as functions"),
        ({"first": {"x": 0.1}}, "first as configs, dicts of name to value, in a list"),
        ({"first": [0.1]}, "first as configs"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_before_any_trial(given, words):
    seen = []
    with pytest.raises(SettingError, match=words):
        tune(lambda config: seen.append(config) or 0.0, SPACE, **{"max_trials": 2, **given})
    assert not seen


def test_a_function_that_never_stops_reporting_ends_with_the_limit_of_its_trial():
    def endless(config):
        for epoch in itertools.count():
            time.sleep(0.02)
            yield 1 / (1 + epoch)

    [trial] = tune(endless, SPACE, max_trials=1, trial_time_limit=0.6)
    assert (trial.state, trial.fault) == ("failed", "time")
    assert len(trial.results) > 1
