"""Numbers."""

import numpy as np
import pytest

from fitwright.core.errors import DataError
from fitwright.tasks.regression import Regression


@pytest.mark.parametrize("kind", [np.int16, np.float32, bool, object])
def test_numbers_of_any_type_become_floats(kind):
    y = np.array([1, 0, 1]).astype(kind)
    codes = Regression.of(y).encode(y)
    assert codes.dtype == np.float64
    assert codes.tolist() == [1.0, 0.0, 1.0]


def test_a_constant_is_a_number():
    assert Regression.of(np.ones(3)) == Regression()


def test_numbers_whose_squares_are_not_finite_are_refused():
    with pytest.raises(DataError, match="larger unit"):
        Regression.of(np.array([1.0, -1e200]))


def test_the_one_column_decides():
    task = Regression.from_state(Regression().state())
    assert task.decode(task.decide(np.array([[1.5], [2.0]]))).tolist() == [1.5, 2.0]
    assert not task.classifies
