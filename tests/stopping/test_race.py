"""A candidate far behind ends after a fold, a close one gets the others."""

import numpy as np
import pytest

from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Closed, Event, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.stopping.race import Race

FOLDS = 5
HARD = np.array([0.30, 0.20, 0.25, 0.40, 0.10])
"""How hard each fold is."""


def whole(number: int, losses) -> list[Event]:
    steps = [Stepped(number, Step(fold), Result(float(loss))) for fold, loss in enumerate(losses)]
    return [Asked(number, {}), *steps, Closed(number, "done")]


def judge(losses, rule=None, others=4, spread=0.01, steps=None):
    """The verdict on a trial with these folds, beside a best one (loss .25) and others close to it."""
    rng = np.random.default_rng(0)
    events = whole(0, HARD)
    for number in range(1, others + 1):
        events += whole(number, HARD + 0.02 + spread * rng.standard_normal(FOLDS))
    history = History(steps or Steps(FOLDS), events)
    number = others + 1
    history.add(Asked(number, {}))
    for fold, loss in enumerate(losses):
        history.add(Stepped(number, Step(fold), Result(float(loss))))
    return (rule or Race()).judge(history[number], history)


def test_far_behind_is_seen_on_the_first_fold():
    assert judge(HARD[:1] + 0.10) == "stop"
    assert judge(HARD[:1] + 0.10, Race(grace=2)) == "go"


def test_what_is_close_goes_on_until_the_folds_to_come_cannot_help_it():
    behind = [judge(HARD[:count] + 0.006) for count in range(1, 5)]
    assert behind[0] == "go"
    assert behind[-1] == "stop"
    assert behind == sorted(behind)  # once it is stopped, more of the same does not let it go


def test_folds_are_compared_with_the_same_folds_of_the_best():
    assert judge([0.305]) == "go"  # above the best one's mean, on a hard fold
    assert judge(HARD[:4] - 0.001) == "go"


def test_where_folds_vary_much_it_waits_longer():
    assert judge(HARD[:1] + 0.05) == "stop"
    assert judge(HARD[:1] + 0.05, spread=0.1) == "go"


def test_without_others_its_own_folds_tell_how_much_they_vary():
    assert judge(HARD[:1] + 0.5, others=0) == "go"
    assert judge([*HARD[:2], 0.50, 0.51], others=0) == "stop"
    assert judge([*HARD[:2], 0.01, 0.50], others=0) == "go"


def test_only_folds_at_the_highest_fidelity_are_judged():
    assert judge([9.0], steps=Steps(FOLDS, (0.5, 1.0))) == "go"
    assert judge([9.0], steps=Steps(1)) == "go"


def test_the_chance_that_a_stopped_one_was_better_is_kept():
    """Of candidates that are as good as the best, about p are stopped at each look, and few in all."""
    rng, stopped = np.random.default_rng(1), 0
    for _ in range(200):
        losses = HARD - 0.004 + 0.01 * rng.standard_normal(FOLDS)
        if losses.mean() < HARD.mean():
            stopped += any(judge(losses[:count]) == "stop" for count in range(1, FOLDS))
    assert stopped < 30


@pytest.mark.parametrize("given", [{"p": 0}, {"p": 0.5}, {"grace": 0}])
def test_bad_settings_are_said(given):
    with pytest.raises(SettingError, match="Expected"):
        Race(**given)
