"""Rows are cut together."""

import numpy as np
import pytest

from fitwright.core.rows import Rows


@pytest.fixture
def rows():
    return Rows(np.array([0, 1, 1]), weights=np.array([1.0, 2.0, 3.0]), time=np.array([3.0, 2.0, 1.0]))


def test_all_words_are_cut_alike(rows):
    part = rows.at(np.array([2, 0]))
    assert part.y.tolist() == [1, 0]
    assert part.weights.tolist() == [3, 1]
    assert part.time.tolist() == [1, 3]
    assert part.groups is None
    assert (len(rows), len(part), len(Rows())) == (3, 2, 0)


def test_other_weights_leave_the_rest(rows):
    assert rows.weighted(None).weights is None
    assert rows.weighted(None).y is rows.y


def test_rows_without_a_target_say_so():
    with pytest.raises(ValueError, match="carry no y"):
        Rows().answers  # noqa: B018  # the access is what is tested
