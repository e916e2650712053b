"""Rounds of successive halving: how much of what, for how many."""

import numpy as np
import pytest
from sklearn.datasets import make_classification
from sklearn.experimental import enable_halving_search_cv  # noqa: F401  # it opens the classes imported below
from sklearn.model_selection import HalvingGridSearchCV
from sklearn.tree import DecisionTreeClassifier

from fitwright import Choice, Float, Int, SearchCV, Space
from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Closed, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Steps
from fitwright.rungs import Brackets, Ladder, dealt, distinct, nested, wanted
from fitwright.search import TPE, Grid
from fitwright.stopping import Halving, Hyperband


def ladder(rows=1000, smallest=20, asked=9, **given):
    rule = Halving(resource="n_samples", **given)
    return Ladder.of(rule, rows=rows, smallest=smallest, wanted=asked, counted=lambda count: count)


@pytest.mark.parametrize(
    "given",
    [
        {"min_resources": 20, "max_resources": 40, "factor": 2},
        {"min_resources": 20, "max_resources": 40, "factor": 2, "aggressive_elimination": True},
        {"min_resources": 20, "factor": 2},
        {"min_resources": 20, "factor": 3},
        {"min_resources": "exhaust", "factor": 2},
        {"min_resources": "smallest", "factor": 3, "max_resources": 300},
        {"min_resources": 7, "factor": 1.7, "max_resources": 90},
    ],
    ids=str,
)
def test_rounds_are_those_of_scikit_learn(given):
    X, y = make_classification(400, 5, random_state=0)
    grid = {"max_depth": [1, 2, 3], "criterion": ["gini", "entropy"]}
    tree = DecisionTreeClassifier(random_state=0)
    theirs = HalvingGridSearchCV(
        tree, grid, cv=2, refit=False, return_train_score=False, random_state=0, **given
    ).fit(X, y)
    ours = SearchCV(
        tree, grid, cv=2, refit=False, search="grid", n_iter=None, random_state=0,
        stopping=Halving(resource="n_samples", **given),
    ).fit(X, y)  # fmt: skip
    for name in (
        "n_resources_", "n_candidates_", "n_iterations_", "n_possible_iterations_", "n_required_iterations_",
        "n_remaining_candidates_", "min_resources_", "max_resources_",
    ):  # fmt: skip
        assert getattr(ours, name) == getattr(theirs, name), name
    assert set(ours.cv_results_) == set(theirs.cv_results_)
    for name in ("iter", "n_resources"):
        assert (ours.cv_results_[name] == theirs.cv_results_[name]).all()


def test_auto_spends_all_where_candidates_are_known_and_begins_small_where_not():
    assert ladder(asked=9).amounts == (111, 333, 999)
    assert ladder(asked=None).amounts == (20, 60, 180, 540)
    assert ladder(asked=None).candidates == 50
    assert ladder(rows=15, smallest=20).amounts == (15,)


def test_amounts_that_contradict_each_other_are_refused():
    with pytest.raises(SettingError, match=r"at most max_resources \(40\); got 50"):
        ladder(min_resources=50, max_resources=40)
    with pytest.raises(SettingError, match="max_resources, the highest n_estimators"):
        Ladder.of(Halving(resource="n_estimators"), rows=9, smallest=1, wanted=3, counted=lambda count: count)


def banded(asked=None, rows=81, smallest=1, **given):
    rule = Hyperband(resource="n_samples", **given)
    return Ladder.of(rule, rows=rows, smallest=smallest, wanted=asked, counted=lambda count: count)


def test_brackets_are_those_of_the_paper():
    made = banded()
    assert made.amounts == (1, 3, 9, 27, 81)
    assert made.brackets == (81, 34, 15, 8, 5)
    assert made.candidates == 143
    assert made.begins == (0,) * 81 + (1,) * 34 + (2,) * 15 + (3,) * 8 + (4,) * 5
    assert banded(rows=100).amounts == (1, 3, 9, 27, 81)
    assert banded(rows=1000, smallest=20).amounts == (37, 111, 333, 999)
    assert banded(rows=1000, min_resources=50, brackets=2).brackets == (9, 5)
    assert banded(rows=1000, min_resources="smallest", smallest=20).amounts == (20, 60, 180, 540)


def test_candidates_that_were_asked_for_are_dealt_in_those_proportions():
    assert banded(asked=20, rows=27).brackets == dealt(20, [27, 12, 6, 4]) == (10, 5, 3, 2)
    assert banded(asked=2, rows=27).brackets == (1, 1)
    assert banded(asked=9, rows=27, brackets=1).begins == ()


@pytest.mark.parametrize("given", [{"min_resources": 20, "factor": 2}, {"min_resources": 30, "factor": 3}])
def test_one_bracket_is_halving(given):
    X, y = make_classification(400, 5, random_state=0)
    space = {"max_depth": Int(1, 9), "min_samples_leaf": Int(1, 20)}
    tree = DecisionTreeClassifier(random_state=0)
    one, other = (
        SearchCV(tree, space, n_iter=20, cv=2, random_state=0, stopping=rule).fit(X, y)
        for rule in (
            Hyperband(resource="n_samples", brackets=1, **given),
            Halving(resource="n_samples", **given),
        )
    )
    for name in (
        "n_resources_", "n_candidates_", "n_iterations_", "n_possible_iterations_", "n_required_iterations_",
        "n_remaining_candidates_", "min_resources_", "max_resources_", "best_params_", "best_index_",
    ):  # fmt: skip
        assert getattr(one, name) == getattr(other, name), name
    assert set(one.cv_results_) == set(other.cv_results_)
    for name in ("params", "iter", "n_resources", "mean_test_score", "rank_test_score"):
        assert np.array_equal(one.cv_results_[name], other.cv_results_[name]), name


def test_every_bracket_is_halving_among_its_own():
    steps = Steps(1, (1.0, 3.0, 9.0), in_rounds=True, begins=(0, 0, 0, 1, 1, 1))
    rule = Brackets((Halving(3, 1.0, wait_for=3), Halving(3, 3.0, wait_for=3)))
    history = History(steps)
    for number in range(5):
        begin = Step(0, steps.begin(number))
        history.add(Asked(number, {}), Stepped(number, begin, Result(float(5 - number))))
        history.add(Closed(number, "paused"))
    assert [rule.judge(trial, history) for trial in history] == ["pause", "pause", "go", "pause", "pause"]
    history.add(Asked(5, {}), Stepped(5, Step(0, 1), Result(1.5)), Closed(5, "paused"))
    verdicts = [rule.judge(trial, history) for trial in history]
    assert verdicts == ["pause", "pause", "go", "pause", "go", "pause"]


def test_every_beginning_holds_all_classes_in_their_shares():
    classes = np.array(["a"] * 900 + ["b"] * 95 + ["c"] * 5)
    order = nested(np.arange(1000), classes, seed=3)
    assert sorted(order) == list(range(1000))
    assert {*classes[order[:6]]} == {"a", "b", "c"}
    for count in (100, 300, 700):
        assert (classes[order[:count]] == "b").mean() == pytest.approx(0.095, abs=0.02)
    assert (nested(np.arange(1000), classes, seed=3) == order).all()
    assert (nested(np.arange(1000), classes, seed=4) != order).any()
    assert sorted(nested(np.arange(50), None, seed=0)) == list(range(50))


def test_a_round_learns_from_the_rows_of_the_one_before_and_more():
    steps, learn = ladder(asked=9), nested(np.arange(800), None, seed=0)
    parts = [set(steps.part(turn, learn).tolist()) for turn in range(3)]
    assert [len(part) for part in parts] == [89, 266, 799]
    assert parts[0] < parts[1] < parts[2]
    assert list(steps.part(1, learn)) == sorted(parts[1])


def test_how_many_candidates_a_space_has():
    flat = Space(depth=Int(1, 3), kind=Choice(["a", "b"]))
    assert distinct(flat, "random", 100) == 6
    assert distinct(flat, "random", 4) == 4
    assert distinct(flat.forbid({"depth": 2, "kind": "a"}), TPE(), 100) == 5
    assert distinct(Space(x=Float(0, 1)), "tpe", 7) == 7
    assert distinct(Space(x=Float(0, 1), depth=Int(1, 3)), Grid(points=4), 100) == 12
    tree = Space.one_of("model", {"forest": Space(depth=Int(1, 3)), "mean": Space()})
    assert distinct(tree, "random", 100) == 4
    assert wanted(None, "random") is None
    assert wanted(7, "grid") == 7
    assert wanted(None, Grid(points=3)) > 10**9
