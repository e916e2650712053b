"""Deviances of the Tweedie family, from counts to waiting times."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats
from fitwright.metrics._targets import demand

LEAST = float(np.finfo(np.float64).eps)
"""A prediction below counts as this: the family knows none from 0 down."""


def deviance(y: NDArray[Any], predicted: Floats, power: float) -> Floats:
    """(rows,) unit deviances (Jørgensen, 1987): 1 is Poisson's, 2 is gamma's."""
    from scipy.special import xlogy

    p = np.maximum(predicted, LEAST)
    if power == 1:
        each = xlogy(y, y / p) - y + p
    elif power == 2:
        each = np.log(p / y) + y / p - 1
    else:
        one, two = 1 - power, 2 - power
        each = y**two / (one * two) - y * p**one / one + p**two / two
    result: Floats = np.maximum(2 * each, 0.0)
    return result


def demand_range(name: str, y: NDArray[Any], power: float) -> None:
    """`SettingError` where a target lies outside of what the family can be."""
    if power < 2:
        demand(name, y, y >= 0, "numbers from 0")
    else:
        demand(name, y, y > 0, "numbers above 0")
