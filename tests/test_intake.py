"""What the user gave becomes a posed question, or one clear error."""

import numpy as np
import pytest

from fitwright.core.errors import DataError, SettingError
from fitwright.intake import Given, take_in
from tests.posed import mixed, posed


def test_the_question_is_posed_with_its_roles():
    intake = posed()
    assert dict(intake.table.roles) == {"size": "number", "city": "category", "age": "number"}
    assert intake.task.kind == "binary"
    assert set(np.unique(intake.rows.answers)) == {0, 1}


def test_weights_groups_and_times_travel_with_their_rows():
    count = len(mixed()[0])
    intake = posed(
        sample_weight=np.arange(1, count + 1), groups=np.repeat(["a", "b"], count // 2), time=range(count)
    )
    assert intake.rows.weights is not None
    assert intake.rows.weights[4] == 5
    assert intake.rows.groups is not None
    assert len(set(intake.rows.groups.tolist())) == 2
    assert intake.rows.time is not None
    assert (np.diff(intake.rows.time) > 0).all()


def test_groups_by_name_are_no_input():
    intake = posed(groups="city")
    assert "city" not in intake.table.names
    assert intake.rows.groups is not None


def test_a_time_column_by_name_stays_an_input():
    intake = posed(time="size")
    assert "size" in intake.table.names
    assert intake.rows.time is not None


def test_balanced_classes_weigh_the_same():
    X, y = mixed()
    intake = take_in(Given(X, y), "classification", "balanced")
    assert intake.class_factors is not None
    counts = np.bincount(intake.rows.answers.astype(int))
    np.testing.assert_allclose(counts * intake.class_factors, counts.sum() / 2)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"sample_weight": [1, 2]}, "sample_weight.shape"),
        ({"sample_weight": [0] * 120}, "zero"),
        ({"sample_weight": [-1] * 120}, "weights"),
        ({"sample_weight": [float("nan")] * 120}, "finite"),
        ({"groups": ["a"]}, "groups"),
        ({"groups": "town"}, "town"),
        ({"time": [1, 2, 3]}, "time"),
    ],
)
def test_what_does_not_fit_the_rows_is_named(given, words):
    with pytest.raises(DataError, match=words):
        posed(**given)


@pytest.mark.parametrize("weight", [{"maybe": 2}, "even", 3])
def test_class_weights_need_known_labels(weight):
    X, y = mixed()
    with pytest.raises(SettingError, match="class_weight"):
        take_in(Given(X, y), "classification", weight)


def test_class_weights_are_for_classes():
    X, _ = mixed()
    with pytest.raises(SettingError, match="regression"):
        take_in(Given(X, np.linspace(0, 1, len(X))), "regression", "balanced")


def test_no_target_is_said():
    with pytest.raises(DataError, match="target y is None"):
        take_in(Given(mixed()[0], None), "classification")


def test_validation_rows_stand_below_the_others():
    X, y = mixed()
    intake = take_in(Given(X[:90], y[:90], validation=(X[90:], y[90:])), "classification")
    whole = take_in(Given(X, y), "classification")
    assert intake.judged is not None
    assert intake.judged.tolist() == list(range(90, 120))
    np.testing.assert_array_equal(intake.table.numbers(["size"]), whole.table.numbers(["size"]))
    np.testing.assert_array_equal(intake.rows.answers, whole.rows.answers)


def test_validation_of_unequal_lengths():
    X, y = mixed()
    with pytest.raises(DataError, match="validation"):
        take_in(Given(X, y, validation=(X[:5], y[:4])), "classification")
