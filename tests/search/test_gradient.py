"""Gradient goes down the slope that results tell, within the ends, and refuses what tells none."""

import math

import pytest

from fitwright import tune
from fitwright.bilevel import Differentiable, GroupedRidge
from fitwright.core.errors import CandidateFailed, SettingError
from fitwright.core.events import Asked, Closed, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step
from fitwright.search.gradient import Gradient
from fitwright.space import Choice, Float, Space
from tests.bilevel.differences import GROUPS, table

SPACE = Space(x=Float(-5, 5), rate=Float(1e-4, 1, log=True))


def valley(config):
    """Lowest (0) at x = 2, rate = 0.001, bent; with its derivatives."""
    x, far = config["x"] - 2, math.log10(config["rate"]) + 3
    slope = {
        "x": 2 * x / 5 + 0.3 * far,
        "rate": (2 * far + 0.3 * x) / (config["rate"] * math.log(10)),
    }
    return x**2 / 5 + far**2 + 0.3 * x * far, slope


def told(number, config, answer):
    begun = [Asked(number, config), Started(number, Step())]
    if answer is None:
        return [*begun, Closed(number, "failed", "exception", "no")]
    loss, gradient = answer
    return [*begun, Stepped(number, Step(), Result(loss, gradient=gradient)), Closed(number, "done")]


def run(searcher, objective, trials):
    history = History()
    for number in range(trials):
        config = searcher.ask(number, history)
        if config is None:
            break
        history.add(*told(number, config, objective(config)))
    return history


def test_it_begins_at_the_defaults_and_is_there_after_a_dozen_steps():
    history = run(Gradient(SPACE, pull=0.0), valley, 14)
    assert history[0].config == SPACE.default()
    best = history.best(1)[0]
    assert best.loss < 1e-4
    assert best.config == pytest.approx({"x": 2, "rate": 0.001}, rel=0.03)


def test_the_ends_are_kept_and_reached():
    narrow = SPACE.with_({"x": Float(-5, 1), "rate": Float(0.01, 1, log=True)})
    history = run(Gradient(narrow, pull=0.0), valley, 14)
    assert all(narrow.complete(trial.config) == trial.config for trial in history)
    assert history.best(1)[0].config == pytest.approx({"x": 1, "rate": 0.01})


def test_what_makes_no_difference_stays_at_its_default():
    def flat(config):
        x, rate = config["x"] - 2, config["rate"]
        return x**2 + 3 - 0.02 * math.log(rate), {"x": 2 * x, "rate": -0.02 / rate}

    pulled = run(Gradient(SPACE, pull=0.5, starts=1), flat, 30).best(1)[0].config
    drifted = run(Gradient(SPACE, pull=0.0, starts=1), flat, 30).best(1)[0].config
    home = SPACE.default()["rate"]
    assert abs(math.log(pulled["rate"] / home)) < 0.1 * abs(math.log(drifted["rate"] / home))


def test_a_step_that_failed_is_tried_again_shorter():
    def brittle(config):
        return None if config["x"] > 1 else valley(config)

    history = run(Gradient(SPACE, pull=0.0), brittle, 12)
    first = next(trial for trial in history if trial.state == "failed")
    again = history[first.number + 1].config["x"]
    before = max(trial.config["x"] for trial in history if trial.number < first.number)
    assert before < again < first.config["x"]
    assert history.best(1)[0].config["x"] > 0.8


def test_a_step_that_is_worse_is_tried_again_shorter():
    def jagged(config):
        loss, slope = valley(config)
        return loss + (50 if config["x"] > 1.5 else 0), slope

    history = run(Gradient(SPACE, pull=0.0), jagged, 15)
    assert 1 < history.best(1)[0].config["x"] <= 1.5


def test_a_descent_ends_and_another_begins_elsewhere():
    def waves(config):
        x = config["x"]
        return 1 + math.sin(2 * x) - 0.1 * x, {"x": 2 * math.cos(2 * x) - 0.1}

    space = Space(x=Float(-5, 5, default=-0.5))
    alone = run(Gradient(space, pull=0.0, starts=1), waves, 60)
    assert len(alone) < 20
    assert run(Gradient(space, pull=0.0), waves, 60).best(1)[0].loss < alone.best(1)[0].loss - 0.1


def test_choices_change_with_the_start_only():
    space = SPACE.with_({"kind": Choice(["a", "b"])})

    def either(config):
        loss, slope = valley(config)
        return loss + (1 if config["kind"] == "a" else 0), slope

    history = run(Gradient(space, pull=0.0), either, 60)
    kinds = [trial.config["kind"] for trial in history]
    assert kinds[:8] == ["a"] * 8
    assert history.best(1)[0].config["kind"] == "b"
    assert history.best(1)[0].loss < 0.1


def test_workers_try_shorter_steps_of_one_line():
    searcher, history = Gradient(SPACE), History(events=told(0, SPACE.default(), valley(SPACE.default())))
    places = []
    for number in range(1, 4):
        config = searcher.ask(number, history)
        history.add(Asked(number, config), Started(number, Step()))
        places.append(SPACE.domains["x"].place(config["x"]) - SPACE.domains["x"].place(0.0))
    assert places[1] == pytest.approx(0.3 * places[0])
    assert places[2] == pytest.approx(0.09 * places[0])


def test_an_objective_without_derivatives_is_refused_after_one_trial():
    asked = []

    def plain(config):
        asked.append(config)
        return config["x"] ** 2

    with pytest.raises(SettingError, match=r"tells\s+none.*'gaussian'"):
        tune(plain, SPACE, search="gradient", max_trials=10)
    assert asked == [SPACE.default()]


def test_failures_alone_are_no_reason_to_refuse():
    history = run(Gradient(SPACE), lambda config: None, 5)
    assert len(history) == 5


def test_in_a_run_each_step_knows_the_one_before():
    ridge = GroupedRidge(*table(), GROUPS)
    study = tune(ridge, ridge.space, search="gradient", max_trials=6)
    started = [event for event in study.events if isinstance(event, Started)]
    assert [event.seen for event in started] == list(range(6))
    assert [trial.origin for trial in study] == ["gradient"] * 6
    assert study.best_value < study.history[0].loss


def test_first_configs_do_not_change_that():
    ridge = GroupedRidge(*table(), GROUPS)
    first = [{**ridge.space.default(), "noise": 1e3}]
    study = tune(ridge, ridge.space, search="gradient", first=first, max_trials=5)
    assert study.history.header["lag"] == 1
    assert study.history[0].config == first[0]


def test_a_run_that_was_cut_goes_on_bit_for_bit(tmp_path):
    ridge = GroupedRidge(*table(), GROUPS)

    def search(trials, folder):
        return tune(ridge, ridge.space, search="gradient", max_trials=trials, run_dir=folder)

    search(4, tmp_path / "cut")
    cut, whole = search(12, tmp_path / "cut"), search(12, tmp_path / "whole")
    assert [(t.config, t.loss, t.gradient) for t in cut] == [(t.config, t.loss, t.gradient) for t in whole]


@pytest.mark.slow  # worker processes have to start
def test_workers_change_nothing():
    ridge = GroupedRidge(*table(), GROUPS)
    one, two = (tune(ridge, ridge.space, search="gradient", max_trials=8, n_jobs=n) for n in (1, 2))
    assert [trial.config for trial in one] == [trial.config for trial in two]
    assert [trial.loss for trial in one] == [trial.loss for trial in two]


def test_only_numbers_whose_derivative_is_told_move():
    def partly(config):
        loss, slope = valley(config)
        return loss, {"x": slope["x"], "rate": math.nan}

    history = run(Gradient(SPACE, starts=1), partly, 20)
    assert {trial.config["rate"] for trial in history} == {SPACE.default()["rate"]}
    assert history.best(1)[0].loss < history[0].loss


def test_a_failed_candidate_of_an_objective_is_a_shorter_step():
    class Cliff(Differentiable):
        def gradient(self, hyper):
            if hyper["x"] > 1:
                raise CandidateFailed("beyond the cliff")
            return valley(hyper)

    study = tune(Cliff(SPACE), SPACE, search=Gradient(SPACE, pull=0.0), max_trials=12)
    assert study.history.in_state("failed")
    assert study.best_params["x"] > 0.8


def test_settings_are_checked():
    with pytest.raises(SettingError, match="starts from 1"):
        Gradient(SPACE, starts=0)
    with pytest.raises(SettingError, match="pull from 0"):
        Gradient(SPACE, pull=-1.0)
