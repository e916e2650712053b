"""Every choice that is made for the user."""

import numpy as np
import pytest
from sklearn.model_selection import GroupKFold
from sklearn.svm import SVC

from fitwright.core.errors import SettingError, UnknownName
from fitwright.core.events import Asked, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step
from fitwright.core.work import Key, Work
from fitwright.plan import Shares
from fitwright.space import Int
from tests.posed import planned, posed


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"models": []}, SettingError, "empty"),
        ({"models": ["linaer"]}, UnknownName, "linear"),
        ({"models": [object()]}, SettingError, "estimator"),
        ({"models": [SVC]}, SettingError, "instance"),
        ({"metric": "rmse"}, SettingError, "roc_auc"),
        ({"metric": "rocauc"}, UnknownName, "roc_auc"),
        ({"space": {"linear": {"depth": Int(1, 2)}}}, SettingError, "depth"),
        ({"space": {"lightgmb": {"num_leaves": Int(4, 8)}}}, SettingError, "lightgmb"),
    ],
)
def test_what_cannot_be_planned_is_said_before_anything_is_spent(settings, error, words):
    with pytest.raises(error, match=words):
        planned(posed(), **settings)


def test_the_split_follows_the_data_and_is_said():
    count = 120
    grouped = planned(posed(groups=np.repeat(range(12), 10)))
    for learn, judge in grouped.folds:
        assert not {i // 10 for i in learn} & {i // 10 for i in judge}
    timed = planned(posed(time=np.arange(count)))
    assert timed.ordered
    assert all(learn.max() < judge.min() for learn, judge in timed.folds)
    assert any("split" in note for note in timed.notes)


def test_a_split_of_the_users_own():
    halves = [(np.arange(60), np.arange(60, 120)), (np.arange(60, 120), np.arange(60))]
    assert [len(learn) for learn, _ in planned(posed(), cv=halves).folds] == [60, 60]
    assert len(planned(posed(), cv=5).folds) == 5
    groups = np.repeat(range(12), 10)
    assert len(planned(posed(groups=groups), cv=GroupKFold(4)).folds) == 4


def test_shares_let_enough_families_begin_in_a_third_of_the_time():
    work = Work(Key(0, Step()), {})
    limits = Shares(60, None, None, breadth=8, slots=2, folds=5)(work, History(), 60.0)
    assert limits.aim == pytest.approx(5.0)
    assert limits.seconds is not None
    assert limits.seconds > limits.aim
    assert Shares(None, None, 10**9, 8, 2, 5)(work, History(), float("inf")).seconds is None


def test_the_first_family_is_not_cut_while_only_the_baseline_stands():
    shares, work = Shares(10, None, None, breadth=8, slots=2, folds=5), Work(Key(2, Step()), {})
    events = [Asked(0, {"model": "baseline"}), Started(0, Step()), Stepped(0, Step(), Result(1.0))]
    assert shares(work, History(events=events), 9.0).seconds == pytest.approx(7.2)
    events += [Asked(1, {"model": "tree"}), Started(1, Step())]
    assert shares(work, History(events=events), 9.0).seconds == pytest.approx(7.2)
    events += [Stepped(1, Step(), Result(0.5))]
    assert shares(work, History(events=events), 9.0).seconds == pytest.approx(4 * 10 * 2 / 24)
    assert Shares(600, None, None, 8, 2, 5)(work, History(), 600.0).seconds == pytest.approx(200.0)


def test_a_trials_own_limit_covers_all_its_folds():
    shares = Shares(60, 10.0, None, breadth=8, slots=2, folds=5)
    limits = shares(Work(Key(0, Step()), {}), History(), 60.0)
    assert limits.seconds == pytest.approx(10.0)
    assert limits.aim == pytest.approx(1.6)


def test_a_search_by_evolution_breeds_from_more_chains_of_steps():
    usual, bred = (
        planned(posed(), search=word, models=["linear", "extra_trees"])
        for word in ("tpe(startup=5)", "evolution(population=9)")
    )
    for name in ("linear", "extra_trees"):
        few, many = (plan.space.branches["model"][name].domains["steps"].options for plan in (usual, bred))
        assert many[: len(few)] == few
        assert len(many) >= 20
    assert [(c["model"], c[f"{c['model']}.steps"]) for c in bred.first] == [
        (c["model"], c[f"{c['model']}.steps"]) for c in usual.first
    ]
    rng = np.random.default_rng(0)
    drawn = [bred.space.sample(rng) for _ in range(20)]
    assert all(
        ("linear.pca.components" in c) == ("pca" in c["linear.steps"])
        for c in drawn
        if c["model"] == "linear"
    )
    one = planned(posed(), search="evolution", models=["linear"], steps=["onehot", "impute_median"])
    assert len(one.space.branches["model"]["linear"].domains["steps"].options) == 1
