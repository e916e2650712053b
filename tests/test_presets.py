"""Presets: which models and steps a name stands for, one model out, and conflicts said at once."""

import numpy as np
import polars as pl
import pytest
from sklearn.svm import SVC

from fitwright import AutoClassifier, AutoRegressor, features, fit, load, models
from fitwright.core.errors import SettingError
from fitwright.settings import Settings
from tests.cli._acts import run, table
from tests.posed import mixed, planned, posed

READABLE = {"additive", "linear", "naive_bayes", "tree"}


def test_interpretable_tries_models_that_can_be_read():
    plan = planned(posed(), models=None, preset="interpretable")
    assert set(plan.space.domains["model"].options) == READABLE
    assert {config["model"] for config in plan.first} == READABLE
    assert any("can be read" in note for note in plan.notes)


def test_columns_keep_their_meaning():
    plan = planned(posed(), models=None, preset="interpretable")
    for below in plan.space.branches["model"].values():
        for chain in below.domains["steps"].options:
            assert all(features.catalog.get(step).readable for step in chain)
    assert not features.catalog.get("target").readable
    assert not features.catalog.get("quantile").readable


def test_models_of_the_preset_may_be_chosen_among():
    plan = planned(posed(), models=["tree", "linear"], preset="interpretable")
    assert set(plan.space.domains["model"].options) == {"tree", "linear"}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"preset": "interpretabel"}, "interpretable"),
        ({"preset": "interpretable", "models": ["tree", "knn"]}, "knn"),
        ({"preset": "interpretable", "models": [SVC()]}, "SVC"),
        ({"preset": "interpretable", "models": None, "steps": ["quantile"]}, "quantile"),
        ({"preset": "interpretable", "models": None, "ensemble": "blend"}, "blend"),
    ],
)
def test_what_does_not_go_together_is_said_before_anything_is_spent(settings, words):
    with pytest.raises(SettingError, match=words):
        planned(posed(), **settings)


def test_no_preset_changes_nothing():
    assert Settings.of({}).bundle == Settings.of({"preset": None}).bundle
    assert Settings.of({}).combiner == "greedy"


@pytest.mark.parametrize("preset", [None, "interpretable"])
def test_one_model_is_delivered_where_one_is_to_be_read(preset):
    X, y = mixed()
    given = {"max_trials": 4, "cv": 3, "random_state": 0, "verbose": 0, "executor": "serial"}
    if preset is None:
        given["models"] = sorted(READABLE - {"additive"})
    model = AutoClassifier(preset=preset, **given).fit(X, y)
    bags = model.predictor_.bags
    assert [len(bag) for bag in bags] == [1] if preset else sum(len(bag) for bag in bags) > 1
    assert all(models.catalog.get(pipeline.name).readable for bag in bags for pipeline in bag)
    assert model.score(X, y) > 0.8


def test_it_is_an_argument_of_fit_and_of_the_command_line(tmp_path):
    frame, home = table(160, 0), tmp_path / "m.fw"
    given = {"max_trials": 1, "random_state": 0, "verbose": 0, "executor": "serial"}
    named = fit(frame, "left", preset="interpretable", **given).predictor_.bags[0][0].name
    assert named in READABLE
    frame.write_csv(tmp_path / "t.csv")
    done = run(
        "fit", tmp_path / "t.csv", "--target", "left", "--out", home, "--preset", "interpretable",
        "--max-trials", "1", "--executor", "serial", "--random-state", "0",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert [[pipeline.name for pipeline in bag] for bag in load(home).bags] == [[named]]


@pytest.mark.slow
@pytest.mark.parametrize("kind", [AutoClassifier, AutoRegressor])
def test_a_short_run_on_many_rows_ends_with_a_model_that_can_be_read(kind):
    rng = np.random.default_rng(0)
    values, words = rng.normal(size=(20_000, 20)), np.array([f"word{i}" for i in range(300)])
    X = pl.DataFrame({f"x{i}": values[:, i] for i in range(20)}).with_columns(
        note=pl.Series([" ".join(line) for line in words[rng.integers(0, 300, (20_000, 6))]])
    )
    y = values[:, 0] + values[:, 1] + rng.normal(size=20_000)
    y = np.where(y > 0, "a", "b") if kind is AutoClassifier else y
    model = kind(preset="interpretable", time_limit=10, random_state=0, verbose=0).fit(X, y)
    assert {pipeline.name for bag in model.predictor_.bags for pipeline in bag} <= READABLE
    assert model.score(X, y) > 0.6
