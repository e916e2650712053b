"""A run lays down, tries, weighs; and cleans up behind itself."""

import gc
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from fitwright import AutoClassifier, AutoRegressor, load
from fitwright.core.errors import NothingFinished, SettingError
from fitwright.core.events import Asked, Closed, Opened, Stepped
from fitwright.core.history import History
from fitwright.ledger.sqlite import SQLite
from tests.posed import mixed, planned, posed

SMALL = {"models": ["linear", "extra_trees"], "cv": 3, "random_state": 0, "verbose": 0}


def test_the_same_seed_and_trials_give_the_same_bits_for_any_number_of_cores():
    X, y = mixed()
    ps = [AutoClassifier(max_trials=6, n_jobs=n, **SMALL).fit(X, y).predict_proba(X) for n in (1, 2, 4)]
    np.testing.assert_array_equal(ps[0], ps[1])
    np.testing.assert_array_equal(ps[1], ps[2])


def test_in_this_process_it_is_the_same_too():
    X, y = mixed()
    ps = [
        AutoClassifier(max_trials=4, executor=e, **SMALL).fit(X, y).predict_proba(X)
        for e in ("serial", "processes")
    ]
    np.testing.assert_array_equal(ps[0], ps[1])


def test_the_baseline_is_first_and_is_not_counted():
    heard = []
    X, y = mixed()
    AutoClassifier(max_trials=2, callbacks=[heard.append], **SMALL).fit(X, y)
    asked = [event for event in heard if isinstance(event, Asked)]
    assert isinstance(heard[0], Opened)
    assert asked[0].config["model"] == "baseline"
    assert asked[0].origin == "baseline"
    assert len(asked) == 3
    assert next(e for e in heard if isinstance(e, Stepped)).trial == 0


def test_a_time_limit_is_kept_and_gives_a_model():
    X, y = mixed()
    began = time.monotonic()
    model = AutoClassifier(time_limit=8, random_state=0, verbose=0).fit(X, y)
    assert time.monotonic() - began < 8 * 1.02 + 3  # other tests may be running beside this one
    assert model.score(X, y) > 0.8


def test_a_candidate_past_its_limit_is_closed_and_the_run_goes_on():
    from sklearn.naive_bayes import GaussianNB

    class Sleepy(GaussianNB):
        def fit(self, X, y, sample_weight=None):
            time.sleep(60)
            return self

    X, y = mixed()
    model = AutoClassifier(
        max_trials=2, trial_time_limit=8, models=[Sleepy(), "linear"], cv=2, random_state=0, verbose=0
    ).fit(X, y)
    board = model.leaderboard_.to_dicts() if hasattr(model.leaderboard_, "to_dicts") else None
    assert board is not None
    sleepy = next(row for row in board if row["model"] == "Sleepy")
    assert sleepy["state"] == "failed"
    assert sleepy["why"].startswith("time")
    assert model.score(X, y) > 0.8


def test_where_only_the_baseline_is_left_it_is_delivered():
    from sklearn.naive_bayes import GaussianNB

    class Broken(GaussianNB):
        def fit(self, X, y, sample_weight=None):
            raise RuntimeError("out of order")

    X, y = mixed()
    model = AutoClassifier(max_trials=1, models=[Broken()], cv=2, random_state=0, verbose=0).fit(X, y)
    assert "out of order" in str(model.leaderboard_.to_dicts())
    assert len(set(model.predict(X))) == 1


def test_nothing_of_a_run_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    X, y = mixed()
    AutoClassifier(max_trials=2, **SMALL).fit(X, y)
    gc.collect()
    assert not list(tmp_path.glob("fitwright-*"))


def test_a_run_folder_keeps_the_ledger_and_must_be_empty(tmp_path):
    X, y = mixed()
    model = AutoClassifier(max_trials=2, run_dir=tmp_path / "run", **SMALL).fit(X, y)
    assert any(Path(tmp_path / "run").glob("ledger*"))
    kept = load(tmp_path / "run" / "model.fw")
    np.testing.assert_array_equal(kept.predict_proba(pl.DataFrame(X)).to_numpy(), model.predict_proba(X))
    record = SQLite(tmp_path / "run", reading=True)
    assert (
        History(events=[event for _, event in record.since(0)]).card["trials"]
        == model.predictor_.card["trials"]
    )
    record.close()
    with pytest.raises(SettingError, match="empty"):
        AutoClassifier(max_trials=2, run_dir=tmp_path / "run", **SMALL).fit(X, y)


def test_limits_need_an_executor_that_keeps_them():
    X, y = mixed()
    with pytest.raises(SettingError, match="processes"):
        AutoClassifier(max_trials=1, executor="serial", trial_time_limit=5, **SMALL).fit(X, y)


def test_ordered_rows_are_learned_to_the_last():
    X, _ = mixed()
    y = np.arange(len(X)) * 1.0
    model = AutoRegressor(max_trials=2, models=["linear"], random_state=0, verbose=0)
    model.fit([{**row, "n": i} for i, row in enumerate(X)], y, time=np.arange(len(X)))
    assert {len(bag) for bag in model.predictor_.bags} == {1}


def test_a_threshold_is_learned_for_metrics_on_labels():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(600, 3))
    y = (X[:, 0] + rng.normal(0, 1.5, 600) > 2).astype(int)
    model = AutoClassifier(max_trials=1, metric="f1", models=["linear"], cv=5, random_state=0, verbose=0).fit(
        X, y
    )
    plain = model.predict_proba(X).argmax(axis=1)
    assert model.predict(X).sum() > plain.sum()


def test_every_event_of_a_candidate_is_heard_in_order():
    heard = []
    X, y = mixed()
    AutoClassifier(max_trials=3, callbacks=[heard.append], **SMALL).fit(X, y)
    for number in range(4):
        states = [e for e in heard if getattr(e, "trial", None) == number]
        assert isinstance(states[0], Asked)
        assert isinstance(states[-1], Closed)


def test_nothing_finished_is_one_error(monkeypatch):
    from fitwright.models.baseline import Baseline

    def broken(self, *args, **kwargs):
        raise RuntimeError("no mean today")

    monkeypatch.setattr(Baseline, "fit", broken)
    X, y = mixed()
    with pytest.raises(NothingFinished, match="no mean today"):
        AutoClassifier(max_trials=1, models=["baseline"], verbose=0, random_state=0).fit(X, y)


def test_the_split_does_not_depend_on_the_number_of_cores_where_only_trials_count():
    intake = posed()
    folds = [planned(intake, cv=None, max_trials=3, n_jobs=n).folds for n in (1, 64)]
    for (learn, judge), (learn_too, judge_too) in zip(*folds, strict=True):
        np.testing.assert_array_equal(learn, learn_too)
        np.testing.assert_array_equal(judge, judge_too)


def test_a_folder_that_another_drives_is_refused(tmp_path):
    from fitwright.core.errors import Unsupported
    from fitwright.core.lock import FileLock

    X, y = mixed()
    with FileLock(tmp_path / "run.lock").take(), pytest.raises(Unsupported, match="another process drives"):
        AutoClassifier(max_trials=1, run_dir=tmp_path, **SMALL).fit(X, y)
