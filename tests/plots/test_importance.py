"""What the value depends on."""

import pytest

from fitwright import Float, Space, tune
from tests.figures._read import texts
from tests.plots.studies import flattered


def test_what_the_value_depends_on_is_named_first():
    study = tune(lambda c: c["a"] ** 2 + 0.001 * c["b"], Space(a=Float(-1, 1), b=Float(0, 1)), max_trials=40)
    assert list(study.importance) == ["a", "b"]
    assert sum(study.importance.values()) == pytest.approx(1)
    assert "a" in texts(study.plot("importance"))


def test_a_hyperparameter_is_not_credited_with_its_condition():
    def loss(config):
        return 1.0 if config["model"] == "bad" else config["good.x"] ** 2 / 10

    branches = {"bad": Space(idle=Float(0, 1)), "good": Space(x=Float(-1, 1))}
    study = tune(loss, Space.one_of("model", branches), max_trials=80)
    shares = study.importance
    assert shares["model"] > shares["good.x"] > shares["bad.idle"]


def test_few_trials_tell_nothing():
    study = tune(lambda c: c["a"], Space(a=Float(0, 1)), max_trials=3)
    assert study.importance == {}
    assert "nothing to show" in texts(study.plot("importance"))


def test_losses_that_are_all_the_same_depend_on_nothing():
    study = tune(lambda c: 1.0, Space(a=Float(0, 1), b=Float(0, 1)), search="random", max_trials=6)
    assert study.importance == {"a": 0.0, "b": 0.0}


@pytest.mark.parametrize("search", ["random", "tpe", "auto"])
def test_a_choice_is_not_credited_to_what_it_opens_wherever_the_trials_are(search):
    def loss(config):
        return abs(config["svm.c"]) if config["model"] == "svm" else 5 + config["forest.depth"] / 100

    branches = {"forest": Space(depth=Float(1, 10), rate=Float(0, 1)), "svm": Space(c=Float(-3, 3))}
    shares = tune(loss, Space.one_of("model", branches), search=search, max_trials=80).importance
    assert shares["model"] > 0.5
    assert shares["forest.rate"] < 0.05


def test_where_all_values_are_equal_nothing_counts():
    shares = tune(lambda c: 1.0, Space(a=Float(0, 1), b=Float(0, 1)), max_trials=20).importance
    assert shares == {"a": 0.0, "b": 0.0}


def test_what_only_stopped_trials_differ_in_is_not_important():
    shares = flattered().importance
    assert shares["y"] > 0.8 > 0.2 > shares["x"]
    assert flattered(-1.0).importance == {}
    assert "nothing to show" in texts(flattered(-1.0).plot("importance"))
