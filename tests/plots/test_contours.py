"""The value over two hyperparameters."""

import pytest

from fitwright import Float, Space, tune
from fitwright.core.errors import SettingError
from tests.figures._read import shapes, texts


def test_the_two_most_important_are_drawn():
    study = tune(
        lambda c: c["a"] ** 2 + c["b"], Space(a=Float(-1, 1), b=Float(0, 1), c=Float(0, 1)), max_trials=40
    )
    figure = study.plot("contours")
    assert {"a", "b"} <= set(texts(figure))
    assert len(shapes(figure, "circle")) == 40
    assert {"a", "c"} <= set(texts(study.plot("contours", names=("a", "c"))))


def test_one_hyperparameter_makes_no_field():
    study = tune(lambda c: c["a"], Space(a=Float(0, 1)), max_trials=9)
    assert "nothing to show" in texts(study.plot("contours"))


@pytest.mark.parametrize(("names", "words"), [(("a", "z"), "'z'"), (("a",), "two names"), ("a", "a list of")])
def test_names_that_cannot_be_drawn_are_refused(names, words):
    study = tune(lambda c: c["a"] + c["b"], Space(a=Float(0, 1), b=Float(0, 1)), max_trials=5)
    with pytest.raises(SettingError, match=words):
        study.plot("contours", names=names)
