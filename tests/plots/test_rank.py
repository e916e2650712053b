"""How good the trials were, over each two hyperparameters."""

import pytest

from fitwright import Choice, Float, Space, tune
from fitwright.core.errors import SettingError
from tests.figures._read import hints, shapes, texts
from tests.plots.studies import flattered

SPACE = Space(a=Float(-1, 1), b=Float(1e-3, 1, log=True), kind=Choice(["one", "two"]))


def loss(config):
    return config["a"] ** 2 + config["b"] + (config["kind"] == "one")


def test_each_two_are_drawn_and_the_best_is_deepest():
    study = tune(loss, SPACE, max_trials=12, search="random")
    figure = study.plot("rank")
    assert len(shapes(figure, "circle")) == 3 * 12
    pair = study.plot("rank", names=("b", "kind"))
    assert {"b", "kind", "one", "two"} <= set(texts(pair))
    assert hints(pair)[-1] == f"trial {study.best.number}: {study.best_value:.5g}"
    assert shapes(pair, "circle")[-1].get("fill") == "rgb(18,62,120)"


def test_one_hyperparameter_makes_no_pair():
    study = tune(lambda c: c["a"], Space(a=Float(0, 1)), max_trials=5)
    assert "nothing to show" in texts(study.plot("rank"))


def test_trials_that_were_stopped_have_no_rank():
    done = flattered().history.in_state("done")
    figure = flattered().plot("rank", names=("x", "y"))
    assert len(shapes(figure, "circle")) == len(done)
    best = min(done, key=lambda trial: trial.loss)
    assert hints(figure)[-1] == f"trial {best.number}: {best.loss:.5g}"
    assert "nothing to show" in texts(flattered(-1.0).plot("rank", names=("x", "y")))


def test_it_is_said_where_names_are_left_out():
    space = Space({name: Float(0, 1) for name in "abcdef"})
    study = tune(lambda c: c["a"], space, search="random", max_trials=6)
    assert "the 4 most important of 6 names" in texts(study.plot("rank"))[0]
    named = texts(study.plot("rank", names=("a", "b", "c")))
    assert "most important" not in named[0]
    assert {"a and b", "a and c", "b and c"} <= set(named)


@pytest.mark.parametrize(
    ("names", "words"),
    [(("a", "z"), "'z'"), (("a",), "two names"), (("a", "a"), "two names"), ("a", "a list of")],
)
def test_names_that_cannot_be_drawn_are_refused(names, words):
    study = tune(loss, SPACE, max_trials=4)
    with pytest.raises(SettingError, match=words):
        study.plot("rank", names=names)
