"""Targets that a metric can judge: said before anything is fitted."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import SettingError


def demand(name: str, y: NDArray[Any], fine: NDArray[np.bool_], what: str) -> None:
    """`SettingError` unless the metric called `name` can judge all of `y` (rows,): those that are `fine`.

    Parameters
    ----------
    what : the values it needs, in words.
    """
    if fine.all():
        return
    wrong = y[~fine]
    raise SettingError(
        f"The metric {name} does not fit this target: it needs {what}, and {len(wrong)} of {len(y)} rows "
        f"have others, such as {wrong[0]:g}. Correct them, or use another metric, such as mae or rmse."
    )
