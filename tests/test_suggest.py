"""Functions that define their space as they go."""

import math
import os
import signal
import threading

import numpy as np
import pytest

from fitwright.core.errors import SettingError, SpaceError, TrialPruned
from fitwright.core.trial import Step
from fitwright.core.work import Key, Work
from fitwright.objectives import Function
from fitwright.suggest import Defining, Suggest
from tests.courses import losses, told


def test_suggestions_take_what_was_proposed_where_it_fits():
    trial = Suggest(0, {"x": 0.25, "n": 99, "kind": "b", "odd": 1}, seed=0)
    assert trial.suggest_float("x", 0, 1) == 0.25
    assert trial.suggest_int("n", 1, 9) in range(1, 10)
    assert trial.suggest_categorical("kind", ["a", "b"]) == "b"
    assert set(trial.params) == {"x", "n", "kind"}
    assert trial.suggest_float("x", 0, 1) == 0.25


def test_draws_depend_on_seed_trial_and_name_alone():
    def draws(seed, trial):
        asked = Suggest(trial, {}, seed)
        first = [asked.suggest_float(name, 0, 1) for name in "ab"]
        again = Suggest(trial, {}, seed)
        assert [again.suggest_float(name, 0, 1) for name in "ba"] == first[::-1]
        return first

    assert draws(0, 0) == draws(0, 0)
    assert draws(0, 0) != draws(0, 1) != draws(1, 1)


def test_a_name_has_one_domain_a_trial():
    trial = Suggest(0, {}, 0)
    trial.suggest_int("n", 1, 9)
    with pytest.raises(SettingError, match="again"):
        trial.suggest_int("n", 1, 10)
    with pytest.raises(SpaceError, match="low"):
        trial.suggest_float("x", 2, 1)


def test_reports_are_steps_and_the_value_is_the_last():
    def objective(trial):
        x = trial.suggest_float("x", 0, 1)
        for epoch in range(3):
            trial.report(x + epoch, epoch)
            if trial.should_prune():
                raise TrialPruned
        return 10 * x

    dones = told(Defining(objective), ["go"] * 9, {"x": 0.5})
    assert losses(dones) == [0.5, 1.5, 2.5, 5.0]
    assert [done.more for done in dones] == [True, True, True, False]
    assert dones[0].result.found["x"][1] == 0.5


def test_a_stopped_trial_is_told_so_and_ends():
    seen = []

    def objective(trial):
        for epoch in range(5):
            trial.report(epoch, epoch)
            seen.append(trial.should_prune())
            if trial.should_prune():
                raise TrialPruned

    assert losses(told(Defining(objective), ["go", "stop"])) == [0.0, 1.0]
    assert seen == [False, True]
    assert not [t for t in threading.enumerate() if t.name.startswith("objective")]


def test_ctrl_c_does_not_wait_for_a_function_which_ends_when_it_asks():
    struck, over, heard = threading.Event(), threading.Event(), []

    def objective(trial):
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        struck.wait(60)
        trial.report(1.0, 0)
        try:
            trial.should_prune()
        except TrialPruned as error:
            heard.append(str(error))
            raise
        finally:
            over.set()

    with pytest.raises(KeyboardInterrupt):
        next(Defining(objective)(Work(Key(0, Step()), {})))
    struck.set()
    assert over.wait(60)
    assert heard == ["The search was ended."]


def test_a_function_of_a_config_that_has_no_space_is_told_so():
    done = told(Defining(lambda config: config["x"] ** 2))[0]
    assert "Name the space" in done.why


def test_it_runs_in_the_context_of_its_caller():
    with np.errstate(divide="raise"):
        done = told(Defining(lambda trial: float(np.float64(1) / np.float64(0))))[0]
    assert "FloatingPointError" in done.why


def test_one_that_does_not_look_is_not_judged_and_its_reports_are_kept():
    def objective(trial):
        for epoch in range(5):
            trial.report(9 - epoch, epoch)
        return 1.0

    (done,) = told(Defining(objective), ["stop"])
    assert (done.more, done.result.loss) == (False, 1.0)
    assert done.result.reports == {0: 9, 1: 8, 2: 7, 3: 6, 4: 5}


def test_one_that_looks_now_and_then_is_judged_by_all_it_has_reported():
    looked = []

    def objective(trial):
        for epoch in range(6):
            trial.report(epoch, epoch)
            if epoch % 3 == 2:
                looked.append(trial.should_prune())
        return 1.0

    assert losses(told(Defining(objective), ["go"] * 9)) == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 1.0]
    assert losses(told(Defining(objective), ["go", "stop"])) == [0.0, 1.0]
    assert looked == [False, False, True, True]


def test_what_it_raises_is_told():
    def objective(trial):
        raise RuntimeError("no luck")

    assert "no luck" in told(Defining(objective))[0].why


def test_notes_and_steps_come_back_with_the_results():
    def objective(trial):
        trial.set_user_attr("rows", np.int64(7))
        trial.report(0.5, 10)
        assert not trial.should_prune()
        trial.set_user_attr("names", ["a", "b"])
        return 1.0

    reported, last = (done.result for done in told(Defining(objective), ["go"]))
    assert (reported.notes, reported.values) == ({"rows": 7}, {"step": 10.0})
    assert (last.notes, last.values) == ({"rows": 7, "names": ["a", "b"]}, {})
    assert type(last.notes["rows"]) is int


def test_a_note_is_something_that_can_be_written_down():
    done = told(Defining(lambda trial: trial.set_user_attr("model", object())))[0]
    assert "Keep objects in files" in done.why


def test_one_that_prunes_itself_is_nobodys_fault():
    def objective(trial):
        raise TrialPruned("not worth it")

    for style in (Defining(objective), Function(objective)):
        [done] = told(style)
        assert (done.result, done.fault, done.why, done.more) == (None, "", "not worth it", False)


def test_optunas_older_words():
    trial = Suggest(0, {"x": 0.5, "rate": 0.25, "share": 0.75}, seed=0)
    assert trial.suggest_uniform("x", 0, 1) == 0.5
    assert trial.suggest_loguniform("rate", 0.1, 1) == 0.25
    assert trial.suggest_discrete_uniform("share", 0, 1, 0.25) == 0.75
    assert trial.found["rate"][0].log


def test_a_report_that_is_no_number_is_shown_to_no_rule_and_the_value_counts():
    def diverges(trial):
        for step, value in enumerate([0.5, math.nan, math.inf, 0.25]):
            trial.report(value, step)
            trial.should_prune()
        return 1.0

    assert losses(told(Defining(diverges), ["go"] * 5)) == [0.5, 0.25, 1.0]
    [last] = told(Defining(lambda trial: trial.report(math.nan, 0) or 1.0))
    assert (last.result.loss, last.result.reports) == (1.0, {})
