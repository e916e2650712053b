"""Amounts are numbers above 0; text, truth values and what is no number are none."""

import numpy as np
import pytest

from fitwright.core.amounts import is_amount


@pytest.mark.parametrize("value", [1, 0.5, np.int64(3), np.float32(2), float("inf")])
def test_numbers_above_0_are_amounts(value):
    assert is_amount(value)


@pytest.mark.parametrize("value", [0, -1, float("nan"), "1", True, None, [1], 1j])
def test_everything_else_is_none(value):
    assert not is_amount(value)


def test_whole_ones():
    assert is_amount(3.0, whole=True)
    assert not is_amount(2.5, whole=True)
    assert not is_amount(float("inf"), whole=True)
