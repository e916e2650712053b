"""What is an amount: a number above 0."""

import math
from typing import Any

import numpy as np


def is_amount(value: Any, *, whole: bool = False) -> bool:
    """Is it a number above 0, and a whole one where that is asked for?

    Examples
    --------
    >>> is_amount(0.5), is_amount(0.5, whole=True), is_amount("2"), is_amount(True)
    (True, False, False, False)
    """
    number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    return number and bool(value > 0) and (not whole or (math.isfinite(value) and int(value) == value))
