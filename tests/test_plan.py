"""Every choice that is made for the user."""

import numpy as np
import pytest
from sklearn.model_selection import GroupKFold
from sklearn.svm import SVC

from fitwright import models
from fitwright.core.errors import SettingError, UnknownName
from fitwright.core.events import Asked, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step
from fitwright.core.work import Key, Work
from fitwright.intake import Given, take_in
from fitwright.models import Takes
from fitwright.plan import Shares, chains_for
from fitwright.space import Int
from tests.posed import planned, posed


def test_every_family_whose_turn_it_is_gets_a_start_before_any_gets_two():
    plan = planned(posed(), models=None)
    families = [config["model"] for config in plan.first]
    named = {name for name in families if models.catalog.get(name).turn == "first"}
    assert {"linear", "knn", "random_forest", "extra_trees", "lightgbm"} <= named
    assert set(families[: len(named)]) == named
    assert "baseline" not in families


def test_other_families_come_once_after_two_rounds_where_they_are_cheap_or_when_asked():
    plan = planned(posed(), models=None)
    families = [config["model"] for config in plan.first]
    turns = {name: models.catalog.get(name).turn for name in families}
    late = [place for place, name in enumerate(families) if turns[name] == "later"]
    assert {"lda", "naive_bayes"} <= {families[place] for place in late}
    assert min(late) >= 2 * len([name for name in turns if turns[name] == "first"])
    assert len(late) == len({families[place] for place in late})
    assert "asked" not in turns.values()
    assert not {families[place] for place in late} & set(plan.space.domains["model"].options)
    asked = planned(posed(), models=None, space={"tree": {"max_depth": Int(1, 3)}})
    assert "tree" in asked.space.domains["model"].options


def test_the_cheapest_family_is_first():
    plan, intake = planned(posed(), models=["lightgbm", "linear", "random_forest"]), posed()
    shape = (len(plan.folds[0][0]), len(intake.table.names))
    costs = [models.catalog.make(c["model"]).cost(intake.task, shape).seconds for c in plan.first[:3]]
    assert costs == sorted(costs)


def test_a_family_that_often_leads_comes_before_what_is_a_little_cheaper():
    plan, intake = planned(posed(), models=["mlp", "extra_trees", "linear", "random_forest"]), posed()
    shape = (len(plan.folds[0][0]), len(intake.table.names))
    ours = [models.catalog.make(config["model"]) for config in plan.first[:4]]
    weighed = [model.cost(intake.task, shape).seconds / model.promise for model in ours]
    assert weighed == sorted(weighed)
    assert models.catalog.get("mlp").promise > 1


def test_starts_lie_in_the_space():
    plan = planned(posed(), models=None)
    searched = plan.space.domains["model"].options
    for config in plan.first:
        if config["model"] in searched:
            assert plan.space.complete(config) == config


def test_chains_give_a_family_what_it_takes():
    table = posed().table
    assert chains_for(Takes(missing=True, categories="codes"), table)[0] == ()
    linear = chains_for(Takes(categories="onehot", scaled=True, sparse=True), table)[0]
    assert linear.index("onehot") < linear.index("impute_median") < linear.index("quantile")
    assert chains_for(Takes(missing=True, categories="ordinal"), table)[0] == ("ordinal",)
    bears_outliers = chains_for(Takes(categories="onehot", scaled=True, robust=True), table)
    assert ["standard" in chain for chain in bears_outliers] == [True, False]


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


def test_a_users_estimator_is_a_family_under_its_own_name():
    plan = planned(posed(), models=[SVC(), "linear"], space={"SVC": {"C": Int(1, 5)}})
    assert "SVC" in plan.own
    assert any(config["model"] == "SVC" and "SVC.C" in config for config in plan.first)


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


def test_what_the_users_steps_leave_unread_is_said():
    X = [
        {"note": f"some words {i} of a longer text", "size": i % 7, "day": f"2024-01-{i % 28 + 1:02}"}
        for i in range(90)
    ]
    intake = take_in(Given(X, ["a", "b", "c"] * 30), "classification")
    notes = planned(intake, steps=["impute_median"]).notes
    assert [note for note in notes if "'note' (text)" in note and "'text_tfidf'" in note]
    assert [note for note in notes if "'day' (date)" in note and "'date_parts'" in note]
    read = planned(intake, steps=["text_hashing", "date_age", "impute_median"]).notes
    assert not [note for note in read if "Not learned from" in note]


def test_steps_are_a_list_of_names():
    with pytest.raises(SettingError, match=r"\['pca'\]"):
        planned(posed(), steps="pca")
    with pytest.raises(UnknownName, match="'pca'"):
        planned(posed(), steps=["pcaa"])


def test_linear_models_may_get_a_kernel_but_not_at_first_and_not_where_columns_must_be_read():
    table, takes = posed().table, Takes(categories="onehot", scaled=True, sparse=True)
    chains = chains_for(takes, table)
    assert "nystroem" not in chains[0]
    assert chains[1][-2:] == ("quantile", "nystroem")
    assert not [chain for chain in chains_for(takes, table, readable=True) if "nystroem" in chain]


def test_what_the_steps_import_is_ready_in_the_workers():
    assert "sklearn.cluster" in planned(posed(), steps=["impute_median", "onehot", "kmeans"]).imports
