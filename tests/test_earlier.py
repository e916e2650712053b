"""What a study takes over from earlier ones: first configs, and trials to learn from."""

import logging
from collections import Counter

import pytest
from sklearn.datasets import load_iris
from sklearn.tree import DecisionTreeClassifier

from fitwright import Choice, Float, Int, SearchCV, Space, tune
from fitwright.core.errors import Damaged, SettingError
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Result, Step, Trial
from fitwright.earlier import Before, Warm, WarmStart, fitted
from fitwright.search import TPE
from fitwright.search.random import Random

SPACE = Space(x=Float(-5, 5), kind=Choice(["a", "b"]))


def bowl(config):
    return (config["x"] - 2) ** 2 + (config["kind"] == "a")


@pytest.fixture(scope="module")
def study():
    return tune(bowl, SPACE, search="tpe", max_trials=30, random_state=0)


def test_the_best_configs_come_first(study):
    warm = tune(bowl, SPACE, warm_start=[study], search="random", max_trials=8, random_state=1)
    assert [trial.origin for trial in warm] == ["warm"] * 5 + ["random"] * 3
    best = sorted(study, key=lambda trial: trial.loss)[:5]
    assert [trial.config for trial in warm][:5] == [trial.config for trial in best]
    assert warm.best_value == study.best_value


def test_configs_of_the_users_come_before(study):
    warm = tune(bowl, SPACE, warm_start=study, first=[{"x": 0.0, "kind": "a"}], max_trials=3)
    assert [trial.origin for trial in warm] == ["portfolio", "warm", "warm"]


def test_the_searcher_learns_from_trials_of_the_same_question(study):
    warm = tune(bowl, SPACE, search=TPE(startup=10), warm_start=study, max_trials=20, random_state=1)
    later = [trial.config for trial in warm][5:]
    assert sum(abs(config["x"] - 2) < 1 and config["kind"] == "b" for config in later) > 8
    before = {repr(trial.config) for trial in study}
    assert not before & {repr(config) for config in later}


def test_learning_bears_a_shift_of_all_losses(study):
    warm = tune(lambda c: bowl(c) + 100, SPACE, search="gaussian", warm_start=study, max_trials=12)
    assert warm.best_value < 100.05


def test_other_directions_and_spaces_give_first_configs_only(study):
    for space, direction in ((SPACE, "maximize"), (SPACE.with_({"y": Float(0, 1)}), "minimize")):
        told = {"direction": direction}
        found = WarmStart.of(study, space, told)
        assert len(found.first) == 5
        assert not found.trials
    assert len(WarmStart.of(study, SPACE, {"direction": "minimize"}).trials) == 30


def test_studies_on_disk_are_read_and_left_alone(tmp_path, study):
    kept = tune(bowl, SPACE, search="tpe", max_trials=30, random_state=0, run_dir=tmp_path / "old")
    for given in (tmp_path / "old", str(tmp_path / "old" / "ledger.sqlite")):
        read = WarmStart.of(given, SPACE, {"direction": "minimize"})
        assert read.fingerprint == WarmStart.of(study, SPACE, {"direction": "minimize"}).fingerprint
    moved = tmp_path / "other.sqlite"
    moved.write_bytes((tmp_path / "old" / "ledger.sqlite").read_bytes())
    assert len(WarmStart.of([moved, kept], SPACE, {"direction": "minimize"}).trials) == 60
    assert len(tune(bowl, SPACE, search="tpe", max_trials=31, run_dir=tmp_path / "old")) == 31


def test_a_warm_study_goes_on_bit_for_bit_and_with_the_same_start_only(tmp_path, study):
    given = {"search": "tpe", "warm_start": study, "random_state": 3}
    whole = tune(bowl, SPACE, max_trials=14, **given)
    for trials in (4, 9, 14):
        kept = tune(bowl, SPACE, max_trials=trials, run_dir=tmp_path, **given)
    assert [trial.config for trial in kept] == [trial.config for trial in whole]
    with pytest.raises(SettingError, match="warm_start was"):
        tune(bowl, SPACE, search="tpe", random_state=3, max_trials=15, run_dir=tmp_path)


def test_values_that_do_not_fit_are_moved_or_left_out_and_told(caplog, study):
    small = Space(x=Float(-5, 1.5), kind=Choice(["a", "c"]), depth=Int(1, 9, default=4))
    with caplog.at_level(logging.INFO, "fitwright"):
        warm = tune(lambda config: config["x"], small, warm_start=study, max_trials=1)
    assert next(iter(warm)).config == {"x": 1.5, "kind": "a", "depth": 4}
    assert "x is moved into Float(low=-5.0, high=1.5" in caplog.text
    assert "kind is left out where it was 'b'" in caplog.text
    assert "configs of 1 earlier studies come first" in caplog.text


def test_what_fits_nowhere_is_no_config():
    told: Counter[str] = Counter()
    assert fitted({"old": 1}, SPACE, told) is None
    assert "old is left out" in next(iter(told))
    forbidden = Space(x=Float(0, 1), kind=Choice(["a", "b"])).forbid({"kind": "b", "x": Float(0.9, 1)})
    assert fitted({"x": 5.0, "kind": "b"}, forbidden, told) is None
    assert fitted({"x": True}, Space(x=Float(0, 4)), told) == {"x": 2.0}
    assert fitted({"depth": 7.6}, Space(depth=Int(1, 9)), told) == {"depth": 8}


def test_branches_that_are_chosen_keep_what_lies_below():
    tree = Space.one_of("model", {"forest": Space(depth=Int(1, 9)), "mean": Space()})
    told: Counter[str] = Counter()
    assert fitted({"model": "forest", "forest.depth": 12}, tree, told) == {
        "model": "forest",
        "forest.depth": 9,
    }


def test_functions_that_suggest_get_first_configs_too(study):
    def objective(trial):
        return (trial.suggest_float("x", -5, 5) - 2) ** 2 + trial.suggest_int("n", 1, 3)

    warm = tune(objective, search="random", warm_start=study, max_trials=7)
    assert [trial.origin for trial in warm] == ["warm"] * 5 + ["random"] * 2
    assert next(iter(warm)).config["x"] == study.best_params["x"]


def test_several_studies_take_turns(study):
    other = tune(lambda config: abs(config["x"] + 4), SPACE, max_trials=20, random_state=5)
    first = WarmStart.of([study, other], SPACE, {"direction": "minimize"}).first
    assert first[:2] == [study.best_params, other.best_params]


def test_where_nothing_new_is_left_the_run_goes_on_alone():
    space = Space(n=Int(1, 4))
    whole = tune(lambda config: config["n"], space, search="grid", max_trials=4)
    assert len(tune(lambda config: config["n"], space, search="grid", warm_start=whole, max_trials=9)) == 4
    searcher = Warm(Random(space), Before(WarmStart.of(whole, space, {"direction": "minimize"}).trials))
    assert searcher.ask(0, History()) in [{"n": n} for n in range(1, 5)]


def test_trials_of_a_smaller_space_are_learned_from_where_it_is_clear_what_they_had(study):
    told = {"direction": "minimize"}
    wide = SPACE.with_({"x": Float(-9, 9), "y": Float(0, 1, default=0.5)})
    trials = WarmStart.of(study, wide, told).trials
    assert [t.config for t in trials] == [{**t.config, "y": 0.5} for t in study]
    assert not WarmStart.of(study, SPACE.with_({"x": Float(-4, 9)}), told).trials
    assert WarmStart.of(study, wide, told).fingerprint == WarmStart.of(study, SPACE, told).fingerprint != ""


AIMS = {"near": "minimize", "far": "maximize"}


def pair(config):
    """The front is x from 0 to 2 of kind a."""
    wrong = config["kind"] == "b"
    return {"near": config["x"] ** 2 + wrong, "far": -((config["x"] - 2) ** 2) - wrong}


@pytest.fixture(scope="module")
def two_losses():
    return tune(pair, SPACE, search="tpe", direction=AIMS, max_trials=40, random_state=0)


def test_with_several_losses_the_front_comes_first_and_trials_are_learned_from(two_losses):
    given = {"direction": AIMS, "search": "tpe", "max_trials": 24, "random_state": 1}
    warm = tune(pair, SPACE, warm_start=two_losses, **given)
    origins = [trial.origin for trial in warm]
    assert origins == ["warm"] * 5 + ["tpe"] * 19
    front = [trial.config for trial in two_losses.front]
    first = [trial.config for trial in warm][:5]
    assert first[0] == front[0]
    assert front[-1] in first
    assert all(config in front for config in first)
    later = [trial.config for trial in warm][5:]
    assert sum(config["kind"] == "a" and -0.5 < config["x"] < 2.5 for config in later) > 10
    assert warm.hypervolume([20.0, -20.0]) > tune(pair, SPACE, **given).hypervolume([20.0, -20.0])


def test_it_goes_on_bit_for_bit_on_any_number_of_workers(tmp_path, two_losses):
    given = {"direction": AIMS, "search": "tpe", "warm_start": two_losses, "stopping": "median", "lag": 4}
    whole = tune(pair, SPACE, max_trials=14, **given)
    for trials, jobs in ((6, 1), (14, 2)):
        part = tune(pair, SPACE, max_trials=trials, run_dir=tmp_path, n_jobs=jobs, **given)
    assert [trial.config for trial in part] == [trial.config for trial in whole]


@pytest.mark.parametrize(
    ("direction", "constraints", "learned"),
    [
        (AIMS, {"near": "<= 4"}, True),
        (AIMS, {"seconds": "<= 4"}, True),
        (AIMS, {"bytes": "<= 4"}, False),
        ({"near": "minimize", "far": "minimize"}, None, False),
        ({"near": "minimize"}, None, False),
        ("minimize", None, False),
    ],
)
def test_what_was_asked_has_to_be_the_same(two_losses, direction, constraints, learned):
    goals = Goals.read(direction, constraints)
    told = {"direction": direction if goals.plain else goals.to_dict()}
    assert bool(WarmStart.of(two_losses, SPACE, told).trials) == learned


def test_each_loss_is_shifted_by_itself():
    def trial(number, near, far):
        return Trial(
            number, {"x": number % 2}, {Step(): Result(near, {"near": near, "far": far})}, state="done"
        )

    goals = Goals.read(AIMS)
    before = Before([trial(-2, 1.0, 5.0), trial(-1, 2.0, 6.0)], goals)
    history = History().with_trials([trial(0, 1.5, 25.0), trial(1, 2.5, 26.0)])
    assert [goals.losses(one) for one in before(history)] == [(1.5, -25.0), (2.5, -26.0)]
    assert [one.results[Step()].values["near"] for one in before(history)] == [1.5, 2.5]
    assert before(History()) == before.trials


def test_what_is_no_study_is_refused(tmp_path):
    with pytest.raises(SettingError, match="Expected earlier studies"):
        tune(bowl, SPACE, warm_start=[7], max_trials=1)
    with pytest.raises(Damaged, match="there is none"):
        tune(bowl, SPACE, warm_start=tmp_path / "nothing", max_trials=1)


def test_search_cv_takes_an_earlier_search():
    X, y = load_iris(return_X_y=True)
    space = {"max_depth": Int(1, 9), "min_samples_leaf": Int(1, 50)}
    tree = DecisionTreeClassifier(random_state=0)
    old = SearchCV(tree, space, n_iter=8, cv=3, random_state=0).fit(X, y)
    new = SearchCV(tree, space, n_iter=6, cv=3, random_state=1, search="tpe", warm_start=old).fit(X, y)
    assert new.cv_results_["params"][0] == old.best_params_
    assert new.best_score_ >= old.best_score_
    again = new.set_params(warm_start=True, n_iter=2).fit(X, y)
    assert again.best_score_ >= old.best_score_
    assert {trial.origin for trial in again.study_} == {"warm"}
    told = {"direction": "minimize", "question": "other"}
    assert not WarmStart.of(old, old.study_.space, told).trials
