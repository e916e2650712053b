"""Numbers."""

import numpy as np
import pytest

from fitwright.tasks.regression import Regression


@pytest.mark.parametrize("kind", [np.int16, np.float32, bool, object])
def test_numbers_of_any_type_become_floats(kind):
    y = np.array([1, 0, 1]).astype(kind)
    codes = Regression.of(y).encode(y)
    assert codes.dtype == np.float64
    assert codes.tolist() == [1.0, 0.0, 1.0]


def test_a_constant_is_a_number():
    assert Regression.of(np.ones(3)) == Regression()


def test_the_one_column_decides():
    task = Regression.from_state(Regression().state())
    assert task.decode(task.decide(np.array([[1.5], [2.0]]))).tolist() == [1.5, 2.0]
    assert not task.classifies
