"""The value over two hyperparameters."""

import pytest

from fitwright import Float, Space, tune
from fitwright.core.errors import SettingError
from tests.figures._read import hints, shapes, texts
from tests.plots.studies import flattered


def test_the_two_most_important_are_drawn():
    study = tune(
        lambda c: c["a"] ** 2 + c["b"], Space(a=Float(-1, 1), b=Float(0, 1), c=Float(0, 1)), max_trials=40
    )
    figure = study.plot("contours")
    assert {"a", "b"} <= set(texts(figure))
    assert len(shapes(figure, "circle")) == 40
    assert {"a", "c"} <= set(texts(study.plot("contours", names=("a", "c"))))


def test_an_option_that_no_trial_has_beside_the_other_name_stays_empty():
    space = Space.one_of("model", {"tree": Space(depth=Float(0, 1)), "mean": Space()})
    study = tune(lambda c: c.get("tree.depth", 2.0), space, search="random", max_trials=20)
    figure = study.plot("contours", names=("tree.depth", "model"))
    places = {float(rect.get("y")) for rect in shapes(figure, "rect")}
    assert len(places) == 1
    [place] = places
    assert all(float(circle.get("cy")) > place for circle in shapes(figure, "circle"))


def test_one_hyperparameter_makes_no_field():
    study = tune(lambda c: c["a"], Space(a=Float(0, 1)), max_trials=9)
    assert "nothing to show" in texts(study.plot("contours"))


def test_trials_that_were_stopped_darken_nothing():
    done = flattered().history.in_state("done")
    figure = flattered().plot("contours", names=("x", "y"))
    assert hints(figure)[-len(done) :] == [f"{trial.loss:.5g}" for trial in done]
    assert len(shapes(figure, "circle")) == len(done)
    assert "nothing to show" in texts(flattered(-1.0).plot("contours", names=("x", "y")))


def test_each_two_of_several_names_are_drawn():
    space = Space({name: Float(0, 1) for name in "abcde"})
    study = tune(lambda c: c["a"] + c["b"] / 9, space, search="random", max_trials=12)
    drawn = texts(study.plot("contours", names=("c", "a", "e")))
    assert {"c and a", "c and e", "a and e"} <= set(drawn)
    assert "a and c" not in drawn
    most = study.plot("contours", most=4)
    assert "the 4 most important of 5 names" in texts(most)[0]
    assert len(shapes(most, "circle")) == 6 * 12


@pytest.mark.parametrize(
    ("names", "words"),
    [(("a", "z"), "'z'"), (("a",), "two names"), (("a", "a"), "two names"), ("a", "a list of")],
)
def test_names_that_cannot_be_drawn_are_refused(names, words):
    study = tune(lambda c: c["a"] + c["b"], Space(a=Float(0, 1), b=Float(0, 1)), max_trials=5)
    with pytest.raises(SettingError, match=words):
        study.plot("contours", names=names)
