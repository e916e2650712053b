"""Yes or no."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import DataError
from fitwright.tasks._classes import Classes, like_classes


@dataclass(frozen=True)
class Binary(Classes):
    """One of two labels; the second in ascending order is the positive one.

    Examples
    --------
    >>> import numpy as np
    >>> task = Binary.of(np.array(["no", "yes", "no"]))
    >>> task.encode(np.array(["yes", "no"])), task.decode(np.array([1, 0]))
    (array([1, 0]), array(['yes', 'no'], dtype='<U3'))
    """

    kind = "binary"
    metric = "roc_auc"
    basic = True

    @classmethod
    def fits(cls, y: NDArray[Any]) -> bool:
        return like_classes(y) and len(np.unique(y)) == 2

    @classmethod
    def of(cls, y: NDArray[Any]) -> Self:
        task = super().of(y)
        if len(task.outputs) > 2:
            raise DataError(
                f"Expected two classes for a binary task; got {len(task.outputs)}. Name the task multiclass."
            )
        return task
