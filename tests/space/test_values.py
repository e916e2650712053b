"""Objects are searched by their number and given back as they were."""

import numpy as np
import pytest
from scipy import stats

from fitwright.core.errors import SpaceError
from fitwright.space import Float
from fitwright.space.values import Values


def test_plain_lists_stay_as_they_are():
    values = Values.of({"a": [1, 2.5], "b": ["x", None], "c": np.array([1, 2]), "d": Float(0, 1)})
    assert not values.kept
    assert values.space.domains["a"].options == (1, 2.5)
    assert values.meant({"a": 1, "b": None, "c": 2, "d": 0.5}) == {"a": 1, "b": None, "c": 2, "d": 0.5}


def test_objects_come_back_as_the_same_objects():
    thing = object()
    values = Values.of({"a": [thing, None], "b": stats.uniform(0, 1)})
    assert values.meant({"a": 0, "b": 0.2})["a"] is thing
    assert values.meant({"a": 1, "b": 0.2})["a"] is None


def test_one_of_several_spaces_holds_at_a_time():
    thing = object()
    values = Values.of([{"a": [1]}, {"b": [thing, 2]}])
    assert values.names == {"a", "b"}
    assert values.meant({"grid": "0", "0.a": 1}) == {"a": 1}
    assert values.meant({"grid": "1", "1.b": 0}) == {"b": thing}


def test_a_list_of_one_space_is_that_space():
    assert Values.of([{"a": [1, 2]}]).names == {"a"}


@pytest.mark.parametrize("given", [7, "a", [], [1], {"a": 3}, {"a": "text"}, {"a": []}])
def test_what_is_no_space_is_refused(given):
    with pytest.raises(SpaceError, match="Expected"):
        Values.of(given)
