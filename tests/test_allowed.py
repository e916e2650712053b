"""What a study may use is checked before anything is spent, and holds for a whole trial."""

import itertools
import time

import numpy as np
import pytest

from fitwright import Float, tune
from fitwright.allowed import executor, shared
from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.core.work import Key, Limits, Work
from fitwright.execution.serial import Serial

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
        (
            {"n_jobs": 2, "executor": "serial"},
            "n_jobs=1 beside the executor 'serial'.*got 2. Use executor='proc",
        ),
        ({"n_jobs": 3, "executor": Serial()}, "n_jobs=1 beside .* got 3"),
        ({"memory_limit": 10**9, "executor": Serial()}, "can end a trial"),
        ({"trial_time_limit": -1}, "trial_time_limit as seconds above 0; got -1"),
        ({"trial_time_limit": "a minute"}, "got 'a minute'"),
        ({"memory_limit": 0}, "memory_limit as a whole number of bytes above 0; got 0"),
        ({"memory_limit": "1 GB"}, "got '1 GB'"),
        ({"memory_limit": 10**9, "executor": "serial"}, "can end a trial .* Use executor='processes'"),
        ({"callbacks": [3]}, "callbacks as functions of an event, in a list"),
        ({"callbacks": print}, "callbacks as functions"),
        ({"first": {"x": 0.1}}, "first as configs, dicts of name to value, in a list"),
        ({"first": [0.1]}, "first as configs"),
        ({"random_state": None}, "random_state as a whole number; got None"),
        ({"random_state": np.random.RandomState(0)}, "random_state .* got RandomState"),
    ],
)
def test_what_makes_no_sense_is_one_sentence_before_any_trial(given, words):
    seen = []
    with pytest.raises(SettingError, match=words):
        tune(lambda config: seen.append(config) or 0.0, SPACE, **{"max_trials": 2, **given})
    assert not seen


def test_a_seed_of_numpy_is_the_same_seed():
    one, other = (
        tune(lambda config: config["x"], SPACE, search="random", max_trials=3, random_state=seed)
        for seed in (3, np.int64(3))
    )
    assert [trial.config for trial in one] == [trial.config for trial in other]


def test_a_function_that_never_stops_reporting_ends_with_the_limit_of_its_trial():
    def endless(config):
        for epoch in itertools.count():
            time.sleep(0.02)
            yield 1 / (1 + epoch)

    [trial] = tune(endless, SPACE, max_trials=1, trial_time_limit=0.6)
    assert (trial.state, trial.fault) == ("failed", "time")
    assert len(trial.results) > 1


class Slow:
    """Four folds of six tenths of a second each, but for x = 0; what they take is left to be measured."""

    steps = Steps(4)

    def __call__(self, work):
        time.sleep(0.6 if work.config["x"] else 0.0)
        return Result(work.config["x"] + work.key.step.fold)


def test_all_steps_of_a_trial_share_its_limit_and_a_study_that_goes_on_knows():
    space, words = {"x": [0.0, 1.0]}, {"search": "grid", "trial_time_limit": 1.6}
    study = tune(Slow(), space, max_trials=2, **words)
    quick, slow = study
    assert (quick.state, len(quick.results)) == ("done", 4)
    assert (slow.state, slow.fault, len(slow.results)) == ("failed", "time", 2)
    assert "limit of 1.6 s" in slow.why
    again = tune(Slow(), space, max_trials=3, **words, run_dir=study)
    assert [(t.state, t.why) for t in again] == [(t.state, t.why) for t in study]


@pytest.mark.parametrize("time_limit", [None, 60.0])
def test_a_trial_that_has_used_up_its_limit_gets_no_further_step(time_limit):
    class Tells:
        steps = Steps(3)

        def __call__(self, work):
            return Result(work.config["x"], seconds=20.0)

    study = tune(Tells(), SPACE, max_trials=2, time_limit=time_limit, trial_time_limit=30.0)
    assert [(t.state, t.fault, len(t.results)) for t in study] == [("failed", "time", 2)] * 2
    assert all("took all of the 30 s" in trial.why for trial in study)


def test_seconds_are_shared_and_memory_is_not():
    work = Work(Key(0, Step(1)), {}, limits=Limits(spent=3.0))
    allowed = shared(Limits(seconds=5.0, memory=10**9))(work, History(), 60.0)
    assert (allowed.left, allowed.memory) == (2.0, 10**9)
    assert shared(Limits(memory=10**9))(work, History(), 60.0) == Limits(memory=10**9)


@pytest.mark.parametrize(
    ("word", "workers"), [("processes", 3), ("processes(cores=2)", 3), ("processes(workers=4)", 4)]
)
def test_as_many_workers_as_jobs_unless_the_executor_says_how_many(word, workers):
    assert executor(word, 3, hard=False).workers == workers
