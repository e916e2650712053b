"""What cannot be searched is said in one sentence of one type, and what was evaluated stays."""

import math
from typing import Any

import pytest
from sklearn.datasets import load_iris
from sklearn.tree import DecisionTreeClassifier

from fitwright import Choice, Float, Int, SearchCV, Space, TrialPruned, tune
from fitwright.core.errors import FitwrightError, NothingFinished, SettingError, SpaceError, UnknownName
from fitwright.core.events import Closed
from fitwright.search import Bandit, Sobol
from fitwright.search.random import Random
from fitwright.space import from_toml

SPACE = Space(x=Float(-5, 5))
THREE: Any = 3
PAIRS: Any = [("x", 3)]
WORDS: Any = ("x", "y")
RULED = Space(kernel=Choice(["linear", "rbf"]), gamma=Float(0, 1))


def bowl(config):
    return (config["x"] - 2) ** 2


def searched(space, **given):
    return lambda: tune(lambda config: 0.0, space, **{"max_trials": 3, **given})


@pytest.mark.parametrize(
    ("make", "error", "expected", "came", "advice"),
    [
        (searched({}), SpaceError, "at least one domain", "empty", "Name what may vary"),
        (searched([]), SpaceError, "a Space, or a mapping", "list", "mapping of names to domains"),
        (lambda: Float(2, 1), SpaceError, "low <= high", "low=2.0, high=1.0", "lower end first"),
        (lambda: Int(9, 3), SpaceError, "low <= high", "low=9, high=3", "lower end first"),
        (lambda: Float(0, 1, log=True), SpaceError, "above 0 on a log", "low=0", "leave out log"),
        (lambda: Int(0, 8, log=True), SpaceError, "above 0 on a log", "low=0", "leave out log"),
        (lambda: Float(math.nan, 1), SpaceError, "finite ends", "nan", "lower end first"),
        (lambda: RULED.when({"kernl": "rbf"}, "gamma"), SpaceError, "a name of the space", "kernl", "kernel"),
        (lambda: RULED.when({"kernel": "rbf"}, "gama"), SpaceError, "names of the space", "gama", "gamma"),
        (lambda: RULED.when({"kernel": "poly"}, "gamma"), SpaceError, "values of kernel", "poly", "rbf"),
        (
            lambda: RULED.forbid({"kernel": ["linear", "rbf"]}),
            SpaceError, "not forbidden", "draws gave none", "Allow one",
        ),
        (lambda: Space({"x": Float(0, 1)}, x=Int(0, 1)), SpaceError, "every name once", "x twice", "Rename"),
        (
            lambda: Space.one_of("kind", {"a": Space(x=Int(0, 1))}).with_({"a.x": Int(0, 1)}),
            SpaceError, "every name once", "a.x twice", "Rename",
        ),
        (lambda: Choice([]), SpaceError, "at least one option", "none", "option"),
        (lambda: Choice("rbf"), SpaceError, "options of a Choice as a list", "'rbf'", "list"),
        (searched({"x": {"y": Float(0, 1)}}), SpaceError, "a domain, a list", "{'y': Float", "for 'x'"),
        (searched({"x": {"a"}}), SpaceError, "a domain, a list", "{'a'}", "write a list"),
        (lambda: Space(PAIRS), SpaceError, "a dict of name to domain", "list", "dict"),
        (lambda: Space({THREE: Float(0, 1)}), SpaceError, "names as text", "got 3", "text"),
        (lambda: Space.one_of("kind", {"a": THREE}), SpaceError, "a Space for 'a'", "got 3", "Space"),
        (lambda: RULED.when(THREE, "gamma"), SpaceError, "a dict of at least one name", "got 3", "values"),
        (lambda: RULED.forbid(WORDS), SpaceError, "a dict of at least one name", "got ('x', 'y')", "values"),
        (lambda: Choice(["a", "b"], prior=WORDS), SpaceError, "one weight above 0", "'x'", "option"),
        (lambda: Space(x=THREE), SpaceError, "Float, Int or Choice", "3", "Float, Int or Choice"),
        (searched({"x": 3}), SpaceError, "a domain, a list or a distribution", "got 3", "list"),
        (searched(SPACE, search="tpee"), UnknownName, "tpee", "tpee", "Did you mean 'tpe'"),
        (searched(SPACE, stopping="medain"), UnknownName, "medain", "medain", "Did you mean 'median'"),
        (searched(SPACE, search=Bandit(over="y")), SettingError, "choice with branches", "'y'", "none here"),
        (
            searched({f"x{i}": Float(0, 1) for i in range(21202)}, search=Sobol()),
            SpaceError, "at most 21201 names", "21202", "search='random'",
        ),
        (searched(SPACE, direction="up"), SettingError, "'minimize' or 'maximize'", "'up'", "maximize"),
        (searched(SPACE, first=[{"x": 9.0}]), SpaceError, "x in Float", "9.0", "low=-5"),
        (lambda: tune(THREE, SPACE, max_trials=1), SettingError, "a function", "3", "function"),
    ],
)  # fmt: skip
def test_one_error_says_what_was_expected_what_came_and_what_to_do(make, error, expected, came, advice):
    with pytest.raises(error) as told:
        make()
    sentence = str(told.value)
    assert isinstance(told.value, FitwrightError)
    assert "\n" not in sentence
    for part in (expected, came, advice):
        assert part in sentence


@pytest.mark.parametrize("why", ["", "too deep"])
def test_where_all_trials_ended_themselves_the_first_reason_is_told(why):
    def pruned(config):
        raise TrialPruned(why)

    with pytest.raises(NothingFinished, match=why or "Ended by the objective"):
        _ = tune(pruned, SPACE, max_trials=2).best


def test_names_that_stand_twice_in_a_file_are_told(tmp_path):
    path = tmp_path / "space.toml"
    path.write_text("x = {int = [1, 2]}\nx = {int = [1, 3]}\n")
    with pytest.raises(SpaceError, match="Is every name there once"):
        from_toml(path)


@pytest.mark.parametrize(
    ("answer", "came"),
    [
        (math.nan, "got nan"), (math.inf, "got inf"), (None, "got NoneType"), ("low", "got str"),
        (True, "got bool"), ([1.0], "got list"), ({"loss": 1.0}, "got|loss"),
    ],
    ids=str,
)  # fmt: skip
def test_answers_that_are_no_loss_fail_their_trial_and_the_others_stay(answer, came):
    study = tune(
        lambda c: answer if c["n"] == 2 else float(c["n"]), {"n": Int(1, 3)}, search="grid", max_trials=3
    )
    [failed] = study.history.in_state("failed")
    assert failed.config == {"n": 2}
    assert "Expected" in failed.why
    assert any(part in failed.why for part in came.split("|"))
    assert (study.best_params, len(study.history.in_state("done"))) == ({"n": 1}, 2)


@pytest.mark.parametrize("answer", [math.nan, None, "low"])
def test_where_no_trial_has_a_loss_the_first_reason_is_told(answer):
    study = tune(lambda config: answer, SPACE, max_trials=2)
    assert len(study) == 2
    with pytest.raises(NothingFinished, match=r"Expected (a finite loss|the objective to return a number)"):
        _ = study.best


def test_reports_that_are_no_loss_fail_their_trial():
    def train(config):
        yield 1.0
        yield math.nan

    [trial] = tune(train, SPACE, max_trials=1)
    assert (trial.state, len(trial.results)) == ("failed", 1)
    assert "Expected a finite loss; got nan" in trial.why


class Stuck(Random):
    """Finds out at its fourth trial that it cannot work here."""

    def ask(self, number, history):
        if number == 3:
            raise SpaceError("Expected a space without x; got one. Take another searcher.")
        return super().ask(number, history)


def test_a_searcher_that_gives_up_leaves_what_was_evaluated(tmp_path):
    with pytest.raises(SpaceError, match="Take another searcher") as told:
        tune(bowl, SPACE, search=Stuck(), max_trials=9)
    study = told.value.study
    assert len(study.history.in_state("done")) == 3
    assert study.best_value >= 0
    assert "kept in the `study`" in told.value.__notes__[0]
    with pytest.raises(SpaceError):
        tune(bowl, SPACE, search=Stuck(), max_trials=9, run_dir=tmp_path)
    with pytest.raises(SettingError, match="search was"):
        tune(bowl, SPACE, max_trials=9, run_dir=tmp_path)


def test_an_error_of_the_users_own_callback_leaves_what_was_evaluated():
    def divides(event):
        if isinstance(event, Closed) and event.trial == 2:
            raise LookupError("of the user's own")

    with pytest.raises(LookupError) as told:
        tune(bowl, SPACE, max_trials=9, callbacks=[divides])
    assert len(told.value.study.history.in_state("done")) == 3
    assert "kept in the `study`" in told.value.__notes__[0]


def test_errors_before_the_first_trial_hold_no_study():
    with pytest.raises(SpaceError) as told:
        tune(bowl, {}, max_trials=1)
    assert told.value.study is None


def test_search_cv_says_the_same():
    X, y = load_iris(return_X_y=True)
    with pytest.raises(SpaceError, match="Take another searcher") as told:
        SearchCV(DecisionTreeClassifier(), {"max_depth": Int(1, 9)}, search=Stuck(), cv=2).fit(X, y)
    assert 0.9 < told.value.study.best_value <= 1.0


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_sentence_of_ours_does_not_name_a_line_of_ours(n_jobs):
    study = tune(lambda config: None, SPACE, max_trials=1, n_jobs=n_jobs)
    [trial] = study
    assert trial.why.startswith("TypeError: Expected the objective to return a number; got NoneType")
    assert "line" not in trial.why
    broken = tune(lambda config: config["y"], SPACE, max_trials=1, n_jobs=n_jobs)
    assert "test_bad_searches.py, line" in next(iter(broken)).why
    turned = tune(lambda trial: trial.suggest_float("x", 3, 1), max_trials=1, n_jobs=n_jobs)
    assert "low <= high" in next(iter(turned)).why
    assert "test_bad_searches.py, line" in next(iter(turned)).why
