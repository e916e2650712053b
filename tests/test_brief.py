"""What a run is about, and what follows from that alone."""

import pytest

from fitwright.brief import Brief
from fitwright.core.errors import SettingError
from fitwright.ensemble.best import Best
from fitwright.settings import Settings
from tests.posed import planned, posed


def briefed(**said):
    intake = posed()
    given = {"max_trials": 3, "cv": 3, "models": ["linear"], "random_state": 0, **said}
    return Brief(intake, planned(intake, **said), Settings.of(given), 0)


def test_the_header_says_what_was_understood():
    header = briefed().header()
    assert header["task"] == "binary"
    assert header["metric"] == "roc_auc"
    assert header["rows"] == 120
    assert (header["timed"], header["trials"], header["seconds"]) == (False, 3, None)
    assert briefed(time_limit=5).budgets() == {"seconds": 5.0, "timed": True, "trials": 3}


def test_scores_have_the_metrics_own_sign():
    assert briefed(metric="roc_auc").sign == -1
    assert briefed(metric="log_loss").sign == 1


def test_several_metrics_and_limits_are_goals_of_the_search():
    assert briefed().goals.alone
    said = briefed(
        metric=["roc_auc", "ms_per_row", "brier"], constraints={"bytes": "<= 1e6", "accuracy": "> 0.5"}
    )
    assert said.goals.names == ("roc_auc", "ms_per_row", "brier")
    assert said.goals.signs == (-1.0, 1.0, 1.0)
    assert set(said.beside) == {"brier", "accuracy"}
    assert said.header()["goals"]["names"] == ["roc_auc", "ms_per_row", "brier"]
    with pytest.raises(SettingError, match="ms_a_row"):
        _ = briefed(constraints={"ms_a_row": "<= 1"}).goals
    with pytest.raises(SettingError, match="with <=, <"):
        briefed(constraints={"bytes": 5})


def test_a_combiner_is_known_by_its_name():
    assert briefed(ensemble="best").combiner == "best"
    assert briefed(ensemble=Best()).combiner == "best"
    assert briefed(ensemble="greedy(rounds=3)").combiner == "greedy", "a saved file is read by this name"
    assert isinstance(briefed(ensemble="best").combine(), Best)


def test_an_executor_with_settings_knows_what_the_run_needs_too():
    plain, told = briefed(n_jobs=2).executor(), briefed(n_jobs=2, executor="processes(cores=2)").executor()
    assert (told.cores, told.workers, told.preload) == (2, plain.workers, plain.preload)
    assert briefed(n_jobs=2, executor="processes(workers=5)").executor().workers == 5


def test_limits_need_an_executor_that_keeps_them():
    assert briefed(trial_time_limit=5).executor().hard_limits
    with pytest.raises(SettingError, match="processes"):
        briefed(executor="serial", trial_time_limit=5).executor()
