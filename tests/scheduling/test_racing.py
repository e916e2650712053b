"""Breadth first, then the best get their folds while new candidates keep coming."""

import itertools

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.trial import Steps
from fitwright.scheduling.racing import Racing
from fitwright.search.portfolio import Portfolio
from fitwright.search.random import Random
from fitwright.space import Float, Space
from fitwright.stopping.median import Median
from tests.scheduling._play import Play

SPACE = Space(x=Float(0, 1))
TREE = Space.one_of("model", {name: Space(x=Float(0, 1)) for name in ("a", "b", "c")})


def loss_of(config, step):
    """Folds differ in how hard they are; the config decides the rest."""
    return config.get("x", config.get("a.x", 0.5)) + 10 * step.fold


def listed(*xs, space=SPACE):
    return Portfolio(space, configs=[{"x": x} for x in xs])


def test_the_first_ones_begin_before_any_goes_on():
    play = Play(Racing(listed(0.5, 0.1, 0.9), breadth=6), loss_of, Steps(5)).run(6)
    assert play.granted == [(number, 0, 0) for number in range(6)]


def test_then_the_leaders_get_their_folds_in_rounds_and_others_none():
    scheduler = Racing(listed(0.5, 0.1, 0.9, 0.2, 0.8, 0.7), trials=6, breadth=6, keep=2)
    play = Play(scheduler, loss_of, Steps(3)).run(6 + 4)
    assert play.granted[6:] == [(1, 1, 0), (3, 1, 0), (1, 2, 0), (3, 2, 0)]


def test_new_candidates_keep_coming():
    play = Play(Racing(Random(SPACE), breadth=4, keep=4), loss_of, Steps(5)).run(40)
    new = [place for place, (_, fold, _) in enumerate(play.granted) if fold == 0]
    assert max(b - a for a, b in itertools.pairwise(new)) <= 3
    assert sum(trial.state == "done" for trial in play.history) >= 4


def test_the_best_have_all_folds_and_the_worst_one():
    play = Play(Racing(Random(SPACE), breadth=4, keep=4), loss_of, Steps(3)).run(100)
    ranked = sorted(play.history, key=lambda trial: trial.config["x"])
    assert all(trial.state == "done" for trial in ranked[:4])
    assert all(len(trial.started) == 1 for trial in ranked[-10:])


def test_a_hard_fold_does_not_count_against_who_was_judged_on_it():
    scheduler = Racing(listed(0.1, 0.2, 0.3, 0.4), trials=4, breadth=4, keep=1)
    play = Play(scheduler, loss_of, Steps(4)).run(4 + 6)
    assert {trial for trial, _, _ in play.granted[4:]} == {0, 1}


def test_one_family_does_not_take_all_places():
    xs = [("a", 0.0), ("a", 0.01), ("a", 0.02), ("b", 0.5), ("c", 0.6), ("a", 0.03)]
    configs = [{"model": model, "a.x": x} for model, x in xs]
    scheduler = Racing(Portfolio(TREE, configs=configs), trials=6, breadth=6, keep=4)
    play = Play(scheduler, loss_of, Steps(2)).run(6 + 4)
    assert {trial for trial, fold, _ in play.granted if fold == 1} == {0, 1, 3, 4}


def test_with_a_number_of_trials_all_are_finished_unless_the_rule_says_no():
    play = Play(Racing(Random(SPACE), trials=7), loss_of, Steps(3)).run()
    assert [trial.state for trial in play.history] == ["done"] * 7
    play = Play(Racing(Random(SPACE), trials=20), loss_of, Steps(3), rule=Median(warmup=3)).run()
    states = [trial.state for trial in play.history]
    assert set(states) == {"done", "stopped"}
    assert states.count("stopped") >= 5


def test_failed_candidates_make_room():
    def fails_first(config, step):
        return None if config["x"] < 0.3 else loss_of(config, step)

    scheduler = Racing(listed(0.1, 0.2, 0.4, 0.5, 0.6), trials=5, breadth=5, keep=2)
    play = Play(scheduler, fails_first, Steps(2)).run()
    assert [trial.state for trial in play.history] == ["failed", "failed", "done", "done", "done"]


def test_it_is_a_function_of_history():
    one = Play(Racing(Random(SPACE, seed=3)), loss_of, Steps(5)).run(40, slots=3)
    two = Play(Racing(Random(SPACE, seed=3)), loss_of, Steps(5)).run(40, slots=3)
    assert one.granted == two.granted
    again = Racing(Random(SPACE, seed=3)).next(one.history, 1, float("inf"))
    assert again == one.scheduler.next(one.history, 1, float("inf"))


def test_several_slots_are_filled_without_granting_twice():
    play = Play(Racing(Random(SPACE), trials=9), loss_of, Steps(4, (0.5, 1.0))).run(slots=4)
    assert len(play.granted) == 9 * 8
    assert all(trial.state == "done" for trial in play.history)


def test_folds_of_the_last_trial_run_side_by_side():
    play = Play(Racing(Random(SPACE), trials=1), None, Steps(3))
    assert [play.start().key.step.fold for _ in range(3)] == [0, 1, 2]


def test_what_would_not_end_in_time_is_not_begun():
    play = Play(Racing(listed(0.1, 0.2), trials=2, breadth=2), loss_of, Steps(3)).run(2)
    assert play.start(seconds_left=0.5) is None
    assert play.start(seconds_left=0.0) is None
    assert play.start(seconds_left=1.5).key.trial == 0


def test_the_last_seconds_go_to_those_that_are_under_way():
    scheduler = Racing(listed(0.1, 0.2, 0.9, 0.3), breadth=3, keep=1, pace=3)
    play = Play(scheduler, loss_of, Steps(2), seconds=lambda config: 1.0 if config["x"] > 0.5 else 9.0).run(3)
    early, late = (scheduler.next(play.history, 1, left) for left in (20.0, 5.0))
    assert early is not None
    assert late is not None
    assert (early.key.trial, late.key) == (3, (2, (1, 0), 0))


def test_settings_below_one_are_refused():
    with pytest.raises(SettingError, match="keep"):
        Racing(Random(SPACE), keep=0)
