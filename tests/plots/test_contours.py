"""The value over two hyperparameters."""

from fitwright import Float, Space, tune
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
