"""One of several."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.tasks._classes import Classes, like_classes


@dataclass(frozen=True)
class Multiclass(Classes):
    """One of three or more labels (two will do where the user says so).

    Examples
    --------
    >>> import numpy as np
    >>> task = Multiclass.of(np.array([3, 1, 7, 1]))
    >>> task.outputs, task.decode(np.array([2, 0]))
    ((1, 3, 7), array([7, 1]))
    """

    kind = "multiclass"
    metric = "log_loss"
    basic = True

    @classmethod
    def fits(cls, y: NDArray[Any]) -> bool:
        return like_classes(y) and len(np.unique(y)) > 2
