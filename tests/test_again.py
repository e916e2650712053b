"""A kept run goes on where it stands, and is fitted again bit for bit."""

import json
import shutil
import time

import numpy as np
import pytest

import fitwright
from fitwright import AutoClassifier, AutoRegressor, Float, Int, load, replay, resume
from fitwright.core.errors import Damaged, SettingError
from fitwright.core.events import Asked, Closed, Opened, Started, Stepped, Weighed
from fitwright.ledger.sqlite import SQLite
from tests.posed import mixed

SMALL = {"models": ["linear", "extra_trees"], "cv": 3, "random_state": 0, "verbose": 0, "n_jobs": 2}
X, Y = mixed()


def events(home):
    record = SQLite(home, reading=True)
    found = [event for _, event in record.since(0)]
    record.close()
    return found


def looks(home):
    """When each file was written; a map and an empty log, which SQLite's readers leave, are no part of it."""
    found = {path: path.stat() for path in home.rglob("*") if path.name != "ledger.sqlite-shm"}
    left = {path for path, stat in found.items() if path.name == "ledger.sqlite-wal" and not stat.st_size}
    return {path: stat.st_mtime_ns for path, stat in found.items() if path not in left}


def cut(source, home, count):
    """The run as if its driver had been killed after so many events."""
    shutil.copytree(source, home)
    (home / "model.fw").unlink(missing_ok=True)
    kept = events(source)[:count]
    for path in home.glob("ledger.sqlite*"):
        path.unlink()
    record = SQLite(home)
    record.append(kept)
    record.close()
    return home


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A run with a budget in trials that nobody cut: its folder and what it predicts."""
    home = tmp_path_factory.mktemp("run") / "whole"
    model = AutoClassifier(max_trials=5, run_dir=home, **SMALL).fit(X, Y)
    return home, model


def test_a_run_that_was_cut_ends_bitwise_where_the_whole_one_does(whole, tmp_path):
    source, model = whole
    happened = events(source)
    ends = [i for i, event in enumerate(happened) if isinstance(event, Started | Closed | Stepped)]
    for number, count in enumerate((ends[0], ends[2], ends[len(ends) // 2], ends[-1])):
        home = cut(source, tmp_path / str(number), count + 1)
        again = resume(home, n_jobs=1 + number % 2, verbose=0)
        np.testing.assert_array_equal(again.predict_proba(X), model.predict_proba(X))
        assert [t.losses for t in again.history_] == [t.losses for t in model.history_]
        assert again.predictor_.card["weights"] == model.predictor_.card["weights"]
        kept = load(home / "model.fw")
        np.testing.assert_array_equal(kept.outputs(X), model.predict_proba(X))


def test_a_finished_run_gets_more_trials_and_more_time(whole, tmp_path):
    source, model = whole
    home = tmp_path / "run"
    shutil.copytree(source, home)
    same = resume(home, verbose=0)
    np.testing.assert_array_equal(same.predict_proba(X), model.predict_proba(X))
    more = resume(home, max_trials=7, verbose=0)
    longer = AutoClassifier(max_trials=7, **SMALL).fit(X, Y)
    np.testing.assert_array_equal(more.predict_proba(X), longer.predict_proba(X))
    assert [t.losses for t in more.history_] == [t.losses for t in longer.history_]
    assert replay(home).same
    timed = resume(home, time_limit=3, verbose=0)
    assert len(timed.history_) > 8
    now, then = timed.predictor_.card, more.predictor_.card
    assert now["folds"] != then["folds"] or now["score"] >= then["score"]  # else they are of other rows
    assert sum(isinstance(event, Opened) for event in events(home)) == 4


def test_what_is_delivered_is_never_worse_than_what_stood(tmp_path, monkeypatch, caplog):
    home = tmp_path / "run"
    first = AutoClassifier(max_trials=2, run_dir=home, **SMALL).fit(X, Y)
    from fitwright import deliver

    weigh = deliver.weigh

    def worse(*given):
        found = weigh(*given)
        found.losses[:] = [loss + 1 for loss in found.losses]
        return found

    monkeypatch.setattr(deliver, "weigh", worse)
    again = resume(home, time_limit=2, verbose=0)
    np.testing.assert_array_equal(again.predict_proba(X), first.predict_proba(X))
    assert again.predictor_.card == first.predictor_.card
    assert any("stood before" in text for text in again.history_.warnings)
    assert sum(isinstance(event, Weighed) for event in events(home)) == 1


def test_replay_gives_the_same_ensemble_bit_for_bit(whole):
    home, model = whole
    before = looks(home)
    again = replay(home)
    assert again.same, again.differences
    assert again.steps > 6
    np.testing.assert_array_equal(again.predictor.outputs(X), model.predict_proba(X))
    assert looks(home) == before


def test_replay_after_a_time_limit_too(tmp_path):
    rng = np.random.default_rng(0)
    x = rng.normal(size=(3000, 8))
    y = (x[:, 0] * x[:, 1] + rng.normal(0, 0.5, 3000) > 0).astype(int)
    home = tmp_path / "run"
    model = AutoClassifier(
        time_limit=60,
        max_trials=2,
        models=["lightgbm"],
        cv=2,
        random_state=0,
        verbose=0,
        n_jobs=2,
        run_dir=home,
    ).fit(x, y)
    clocks = [event.result.clock for event in events(home) if isinstance(event, Stepped)]
    assert any(len(clock) > 1 for clock in clocks)
    again = replay(home)
    assert again.same, again.differences
    np.testing.assert_array_equal(again.predictor.outputs(x), model.predict_proba(x))


def test_refitted_members_are_replayed_and_resumed(tmp_path):
    home = tmp_path / "run"
    given = {"models": ["linear", "extra_trees"], "random_state": 0, "verbose": 0, "n_jobs": 2}
    X_, y = [{**row, "n": i} for i, row in enumerate(X)], np.arange(len(X)) * 1.0
    model = AutoRegressor(max_trials=3, run_dir=home, **given).fit(X_, y, time=np.arange(len(X)))
    assert model.predictor_.card["refitted"]
    again = replay(home)
    assert again.same, again.differences
    np.testing.assert_array_equal(again.predictor.answers(X_), model.predict(X_))
    late = [i for i, event in enumerate(events(home)) if isinstance(event, Closed)][-1]
    resumed = resume(cut(home, tmp_path / "cut", late + 1), verbose=0)
    np.testing.assert_array_equal(resumed.predict(X_), model.predict(X_))


def test_a_record_that_was_tampered_with_is_told(whole, tmp_path):
    home = cut(whole[0], tmp_path / "run", 10**6)
    altered = []
    for event in events(home):
        if isinstance(event, Asked) and event.trial == 1:
            config = event.config | {
                f"{event.config['model']}.strength": 0.5,
                "extra_trees.min_samples_leaf": 9,
            }
            event = Asked(event.trial, config, event.origin)
        altered.append(event)
    (home / "ledger.sqlite").unlink()
    for path in home.glob("ledger.sqlite-*"):
        path.unlink()
    record = SQLite(home)
    record.append(altered)
    record.close()
    again = replay(home)
    assert not again.same
    assert "came out otherwise" in " ".join(again.differences)


def test_own_objects_are_given_again_as_they_were(tmp_path):
    from sklearn.naive_bayes import GaussianNB

    def hits(y_true, y_pred):
        return float(np.mean(y_true == y_pred))

    home = tmp_path / "run"
    given = {"models": ["linear", GaussianNB()], "metric": hits}
    space = {"linear": {"strength": Float(0.01, 0.02)}}
    model = AutoClassifier(
        max_trials=2, space=space, cv=2, random_state=0, verbose=0, n_jobs=1, run_dir=home, **given
    ).fit(X, Y)
    with pytest.raises(SettingError, match="metric, models again"):
        resume(home)
    with pytest.raises(SettingError, match="models was"):
        resume(home, metric=hits, models=["linear", GaussianNB(var_smoothing=0.1)])
    again = resume(home, verbose=0, **given)
    np.testing.assert_array_equal(again.predict_proba(X), model.predict_proba(X))
    assert replay(home, **given).same


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"cv": 5}, "cv was 3 and is 5"),
        ({"models": ["linear"]}, "models was"),
        ({"space": {"linear": {"x": Int(1, 2)}}}, "space was null"),
        ({"max_trails": 5}, "'max_trails'"),
        ({"max_trials": 0}, "max_trials"),
    ],
)
def test_other_settings_are_refused_by_name(whole, given, words):
    with pytest.raises(SettingError, match=words):
        resume(whole[0], **given)


def test_a_folder_without_a_run_is_said(tmp_path):
    for call in (resume, replay):
        with pytest.raises(Damaged, match="holds none that was begun"):
            call(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_estimator_is_what_fit_would_have_made(tmp_path):
    import pandas as pd

    frame = pd.DataFrame(X)
    home = tmp_path / "run"
    model = AutoClassifier(max_trials=1, run_dir=home, **SMALL).fit(frame, Y)
    again = resume(home, verbose=0)
    assert again.feature_names_in_.tolist() == model.feature_names_in_.tolist()
    assert again.n_features_in_ == 3
    assert isinstance(again.leaderboard_, pd.DataFrame)
    assert again.predict(frame).tolist() == model.predict(frame).tolist()
    assert again.get_params()["models"] == SMALL["models"]


def test_the_time_that_is_left_is_what_a_cut_run_gets(tmp_path):
    home = tmp_path / "run"
    AutoClassifier(time_limit=3, run_dir=home, **SMALL).fit(X, Y)
    began = time.monotonic()
    resume(home, verbose=0)
    assert time.monotonic() - began < 20
    about = json.loads((home / "run.json").read_text())
    assert about["settings"]["time_limit"] == 3
    assert fitwright.resume is resume
