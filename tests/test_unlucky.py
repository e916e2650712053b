"""A search that begins with failures alone is told of."""

import pytest

from fitwright import optuna, tune
from fitwright.core.events import Asked, Closed, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step
from fitwright.unlucky import Unlucky

FAILED = "KeyError: 'lr' (train.py, line 3, in train)"


def heard(*events):
    """By one that warns after two."""
    history = History()
    listener = Unlucky(lambda: history, after=2)
    for event in events:
        history.add(event)
        listener(event)


def failing(*numbers):
    return [event for n in numbers for event in (Asked(n, {}), Closed(n, "failed", "exception", FAILED))]


def test_trials_that_fail_from_the_first_are_told_once(caplog):
    heard(*failing(0, 1, 2, 3))
    assert caplog.messages == [f"No trial has had a result yet: 2 have failed, the last one by {FAILED}"]


@pytest.mark.parametrize("event", [Stepped(1, Step(), Result(1.0)), Closed(1, "stopped"), Closed(1, "done")])
def test_nothing_is_told_where_a_trial_had_a_result_or_ended_itself(caplog, event):
    heard(*failing(0), Asked(1, {}), event, *failing(2, 3, 4))
    assert not caplog.messages


def test_a_search_says_so_before_it_ends(caplog):
    tune(lambda config: None, {"x": [1, 2, 3, 4, 5, 6]}, max_trials=6)
    [text] = caplog.messages
    assert "5 have failed" in text
    assert "return the loss" in text


@pytest.mark.parametrize("good", [0, 3])
def test_a_study_in_parts_is_one_search(caplog, good):
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study()
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=good)

    def fails(trial):
        raise ValueError(trial.suggest_float("x", 0, 1))

    for _ in range(4):
        study.optimize(fails, n_trials=2, catch=(ValueError,))
    warned = [text for text in caplog.messages if "No trial has had" in text]
    assert len(warned) == (0 if good else 1)
