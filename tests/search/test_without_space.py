"""Searchers that are made with their settings alone, and get their space from the run."""

import pytest
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.tree import DecisionTreeClassifier

from fitwright import AutoClassifier, Choice, Float, Int, SearchCV, Space, tune
from fitwright.core.errors import SettingError, SpaceError, UnknownName
from fitwright.core.history import History
from fitwright.search import TPE, Auto, Bandit, Portfolio, Random, catalog
from fitwright.search.searcher import Searcher
from fitwright.stopping import Halving, Median

SPACE = Space(x=Float(-5, 5))
X, Y = load_iris(return_X_y=True)


def bowl(config):
    return (config["x"] - 2) ** 2


def configs(study):
    return [trial.config for trial in study]


def test_settings_count_and_space_and_seed_are_those_of_the_run():
    late = tune(bowl, SPACE, search=TPE(startup=3), max_trials=12, random_state=7)
    early = tune(bowl, SPACE, search=TPE(SPACE, 7, startup=3), max_trials=12)
    assert configs(late) == configs(early)
    assert configs(late) != configs(tune(bowl, SPACE, search=TPE(), max_trials=12, random_state=7))
    assert {trial.origin for trial in late} == {"tpe"}
    assert repr(TPE(startup=3)).startswith("TPE(seed=0, startup=3, share=")


def test_one_object_serves_several_runs_and_a_seed_of_its_own_stays():
    searcher = TPE(seed=5)
    first = tune(bowl, SPACE, search=searcher, max_trials=4, random_state=1)
    other = tune(lambda c: c["y"], {"y": Float(0, 1)}, search=searcher, max_trials=4)
    assert [set(config) for config in configs(other)] == [{"y"}] * 4
    assert configs(first) == configs(tune(bowl, SPACE, search=searcher, max_trials=4, random_state=2))


def test_searchers_inside_searchers_get_the_space_too():
    listed = Portfolio(configs=[{"x": 0.5}], then=TPE(startup=2))
    assert tune(bowl, SPACE, search=listed, max_trials=3).trials["origin"].to_list() == [
        "portfolio", "tpe", "tpe",
    ]  # fmt: skip
    tree = Space.one_of("kind", {"a": Space(x=Float(0, 1)), "b": Space()})
    branches = Bandit(over="kind", searcher=TPE(startup=4)).bound(tree, 2)
    assert {branches.ask(number, History())["kind"] for number in range(2)} <= {"a", "b"}
    assert Auto(configs=[{"kind": "b"}]).bound(tree, 0).ask(0, History()) == {"kind": "b"}
    with pytest.raises(SettingError, match="choice with branches"):
        Bandit(over="x").bound(SPACE, 0)


def test_an_objective_that_suggests_takes_them_as_well():
    study = tune(lambda trial: trial.suggest_float("x", -1, 1) ** 2, search=TPE(startup=3), max_trials=6)
    assert len(study) == 6
    with pytest.raises(UnknownName, match="tpe"):
        tune(lambda trial: trial.suggest_float("x", -1, 1), search="tpee", max_trials=6)


def test_search_cv_takes_them_and_can_be_cloned():
    search = SearchCV(
        DecisionTreeClassifier(random_state=0), {"min_samples_leaf": Int(1, 60, log=True)},
        search=TPE(startup=2), stopping=Median(warmup=2), n_iter=4, cv=3, random_state=0,
    )  # fmt: skip
    assert clone(search).search.startup == 2
    assert search.fit(X, Y).best_params_ == clone(search).fit(X, Y).best_params_


@pytest.mark.slow  # a whole fit
def test_automl_takes_them():
    model = AutoClassifier(
        models=["linear"], search=TPE(startup=2), stopping=Median(warmup=2), max_trials=2, n_jobs=1,
        random_state=0, verbose=0,
    )  # fmt: skip
    assert model.fit(X, Y).score(X, Y) > 0.8


def test_a_searcher_that_does_not_keep_its_arguments_says_so():
    class Forgetful(Searcher):
        def __init__(self, space=None, seed=0, depth=3):
            super().__init__(space, seed)

        def ask(self, number, history):
            return self.space.default()

    with pytest.raises(SettingError, match="'depth' under that name"):
        tune(bowl, SPACE, search=Forgetful(), max_trials=1)
    assert len(tune(bowl, SPACE, search=Forgetful(SPACE), max_trials=1)) == 1


@pytest.mark.parametrize("search", [7, TPE, Halving()])
def test_what_is_no_searcher_is_refused(search):
    with pytest.raises(SettingError, match="a name or a Searcher object"):
        tune(bowl, SPACE, search=search, max_trials=1)


def test_classes_are_found_in_their_room():
    for name in ("random", "tpe", "gaussian"):
        kind = catalog.get(name)
        assert getattr(__import__("fitwright.search", fromlist=["x"]), kind.__name__) is kind
    assert isinstance(Random(Space(kind=Choice(["a"]))).ask(0, History()), dict)
    with pytest.raises(ImportError, match="Tpee"):
        from fitwright.search import Tpee  # noqa: F401  # what is not there is what is asked for
    with pytest.raises(SpaceError, match="first configs"):
        tune(lambda trial: 1.0, search=TPE(), first=[{"x": 1}], max_trials=1)
