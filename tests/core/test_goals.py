"""What is wanted of a trial, read from what people write, and read off a trial."""

import json
import math

import pytest

from fitwright.core.errors import SettingError
from fitwright.core.goals import Goals, Limit
from fitwright.core.trial import Result, Step, Trial

TWO = Goals.read({"auc": "maximize", "ms": "minimize"}, {"ms": "<= 2", "bytes": "< 100"})


def trial(**values):
    folds = {Step(fold): Result(-0.5 - fold / 10, {"ms": 1.0 + fold, **values}, 0.5) for fold in (0, 1)}
    return Trial(0, {}, folds)


def test_losses_are_lower_is_better_and_means_over_folds():
    assert TWO.losses(trial()) == (-0.55, 1.5)
    assert TWO.value(trial(), "auc") == 0.55
    assert TWO.measures == ("auc", "ms", "bytes")


def test_seconds_are_known_of_every_trial_and_what_was_not_measured_is_the_worst():
    goals = Goals.read({"auc": "maximize", "seconds": "minimize", "size": "minimize"})
    assert goals.losses(trial()) == (-0.55, 1.0, math.inf)
    assert math.isnan(goals.value(Trial(1, {}), "seconds"))


@pytest.mark.parametrize(
    ("text", "value", "excess"),
    [
        ("<= 2", 2.0, 0.0),
        ("<= 2", 3.0, 0.5),
        ("< 2", 2.0, 1e-12),
        (">= 4", 3.0, 0.25),
        (">-1", -3.0, 2.0),
        ("<=0", 0.5, 0.5),
        ("<= 2", math.nan, math.inf),
    ],
)
def test_a_limit_says_by_how_much_it_is_broken(text, value, excess):
    assert Limit.read("ms", text).excess(value) == excess


def test_a_trial_that_lacks_what_is_limited_is_infeasible():
    assert TWO.excess(trial(bytes=99.0)) == 0
    assert TWO.excess(trial(bytes=150.0)) == 0.5
    assert TWO.excess(trial()) == math.inf


def test_they_come_back_from_a_header_that_was_written_as_json():
    assert Goals.of(json.loads(json.dumps(TWO.header()))) == TWO
    assert Goals.read("maximize").header() == {"metric": "value", "higher_is_better": True}
    assert Goals.of({"higher_is_better": True}) == Goals.read("maximize") == Goals.read(["maximize"])
    assert Goals.read(["minimize", "maximize"]).names == ("value_0", "value_1")


@pytest.mark.parametrize(
    ("direction", "constraints", "words"),
    [
        ("max", None, "'max'"),
        ([], None, "direction"),
        (["minimize", 1], None, "got 1"),
        (None, None, "direction"),
        ("minimize", {"ms": 0.1}, "'<= 0.1'"),
        ("minimize", {"ms": "= 0.1"}, "'= 0.1'"),
        ("minimize", {"ms": "<= low"}, "low"),
        ("minimize", {"ms": "<= nan"}, "nan"),
        ("minimize", ["ms <= 0.1"], "dict"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(direction, constraints, words):
    with pytest.raises(SettingError, match=words):
        Goals.read(direction, constraints)


@pytest.mark.parametrize(
    "direction", ["minimize", "maximize", {"auc": "maximize"}, {"a": "minimize", "b": "maximize"}]
)
def test_directions_are_told_as_they_are_read(direction):
    assert Goals.read(direction).directions == direction
