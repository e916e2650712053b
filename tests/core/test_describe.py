"""Equal settings have equal descriptions, others do not."""

import json
from functools import partial

import numpy as np
import pytest

from fitwright.core.describe import describe, differences, is_plain
from fitwright.search.random import Random
from fitwright.space import Float, Space


def bowl(x):
    return x * x


def hill(x):
    return -x * x


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (0.5, 0.25),
        (("a", "b"), ["a", "c"]),
        ({"lr": Float(0, 1)}, {"lr": Float(0, 2)}),
        (np.arange(3), np.arange(4)),
        (np.arange(3), np.arange(3) + 1),
        (bowl, hill),
        (int, float),
        (Random(Space(x=Float(0, 1)), 1), Random(Space(x=Float(0, 1)), 2)),
    ],
)
def test_other_settings_are_told_apart_and_equal_ones_are_not(value, other):
    assert describe(value) == json.loads(json.dumps(describe(value)))
    assert describe(value) != describe(other)


def test_estimators_are_known_by_their_parameters():
    from sklearn.svm import SVC

    assert describe(SVC(C=2)) == describe(SVC(C=2))
    assert describe(SVC(C=2)) != describe(SVC(C=1))


def test_what_says_nothing_of_itself_is_known_by_its_class():
    assert describe(partial(bowl, 1))["class"] == "functools.partial"


def test_only_plain_values_come_back_from_json():
    assert is_plain([1, "a", None, {"b": 0.5}])
    assert not is_plain({1: 2})
    assert not is_plain([bowl])


def test_differences_name_both_sides():
    told = differences({"cv": 5, "models": ["a"] * 50}, {"cv": 5, "models": None})
    assert len(told) == 1
    assert told[0].startswith('models was ["a", "a"')
    assert told[0].endswith("... and is null")
