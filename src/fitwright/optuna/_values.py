"""What an objective gave, as numbers: infinite ones are kept by name, since no loss is infinite."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from fitwright.frozen import VALUE


def meant(answer: Any, count: int) -> Any:
    """What an objective that returns `count` values means: one value in a list is that one, and True is 1."""
    if isinstance(answer, np.ndarray) and answer.ndim == 0:
        answer = answer.item()
    listed = isinstance(answer, list | tuple | np.ndarray)
    if count == 1 and listed and len(answer) == 1:
        return meant(answer[0], 1)
    return float(answer) if isinstance(answer, bool | np.bool_) else answer


def numbers(answer: Any) -> list[float] | None:
    """A list of them; None where something is no number."""
    given = answer if isinstance(answer, Sequence | np.ndarray) and not isinstance(answer, str) else [answer]
    found = [float(one) for one in given if hasattr(one, "__float__")]
    return found if len(found) == len(given) and not any(map(math.isnan, found)) else None


def infinite(answer: Any, count: int) -> Mapping[str, float]:
    """All of `count` values by the names under which they are kept where one is infinite; else nothing."""
    found = numbers(answer)
    if found is None or len(found) != count or all(map(math.isfinite, found)):
        return {}
    return {f"{VALUE}{place}": value for place, value in enumerate(found)}
