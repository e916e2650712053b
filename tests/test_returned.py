"""What an objective returns, read as losses."""

import math

import numpy as np
import pytest

from fitwright.core.goals import Goals
from fitwright.returned import number, outcome

TWO = Goals.read({"auc": "maximize", "ms": "minimize"}, {"size": "< 9"})


def test_numbers_of_all_kinds_are_taken():
    assert number(np.float32(0.5)) == number(np.array(0.5)) == number(0.5) == 0.5
    assert math.isnan(number(float("nan")))


@pytest.mark.parametrize(
    ("goals", "answer", "loss", "values"),
    [
        (Goals(), 3, 3.0, {}),
        (Goals.read(["minimize", "maximize"]), (3, 4), 3.0, {"value_0": 3.0, "value_1": 4.0}),
        (Goals.read(["minimize", "maximize"]), np.array([3, 4]), 3.0, {"value_0": 3.0, "value_1": 4.0}),
        (TWO, {"size": 5, "ms": 1, "auc": 0.5, "more": 7}, -0.5, {"size": 5, "ms": 1, "auc": 0.5, "more": 7}),
        (TWO, {"size": math.inf, "ms": 1, "auc": 1}, -1.0, {"size": math.inf, "ms": 1, "auc": 1}),
        (Goals.read({"auc": "maximize"}), 0.5, -0.5, {"auc": 0.5}),
        (Goals.read({"auc": "maximize", "seconds": "minimize"}), {"auc": 1}, -1.0, {"auc": 1}),
    ],
)
def test_what_a_function_gives_is_its_first_loss_and_values_by_name(goals, answer, loss, values):
    assert outcome(goals, answer) == (loss, values)


@pytest.mark.parametrize(
    ("goals", "answer", "words"),
    [
        (Goals(), [1.0, 2.0], "a direction for each"),
        (Goals(), {"loss": 1.0}, "a direction for each"),
        (Goals.read(["minimize", "minimize"]), {"a": 1, "b": 2}, "direction by name"),
        (Goals.read(["minimize", "minimize"]), [1], "2 numbers; got 1"),
        (Goals.read(["minimize", "minimize"]), 1.0, "2 numbers; got 1"),
        (Goals.read(["minimize", "minimize"]), (1, "b"), "number; got str"),
        (Goals.read(["minimize", "minimize"]), (1, math.inf), "value_1 is inf"),
        (TWO, {"auc": 1, "size": 1}, "no ms"),
        (TWO, {"auc": 1, "ms": 1}, "no size"),
        (TWO, {"auc": 1, "ms": 1, "size": math.nan}, "size is nan"),
        (Goals.read({"seconds": "minimize"}), {"loss": 1}, "no seconds"),
    ],
)
def test_what_is_no_answer_is_said(goals, answer, words):
    with pytest.raises((TypeError, ValueError), match=words):
        outcome(goals, answer)
