"""What belongs to the rows of a table, beside its columns."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """Passed as one word, so that it can grow: every field is None or has one entry a row.

    `y` holds class codes (integers from 0) or numbers, (rows,) or (rows, targets); `weights` are positive
    floats; `groups` are integer codes; `time` orders the rows (float or integer, later is larger).
    """

    y: NDArray[np.int64] | Floats | None = None
    weights: Floats | None = None
    groups: NDArray[np.int64] | None = None
    time: NDArray[np.float64] | None = None

    def at(self, index: Index) -> "Rows":
        """The same words for fewer rows."""
        return Rows(*(None if (v := getattr(self, f.name)) is None else v[index] for f in fields(self)))

    def __len__(self) -> int:
        return 0 if self.y is None else len(self.y)

    @property
    def answers(self) -> NDArray[np.int64] | Floats:
        """`y`, where it is known to be there."""
        if self.y is None:
            raise ValueError("These rows carry no y: they come from a table without a target.")
        return self.y

    def weighted(self, weights: Floats | None) -> "Rows":
        """The same rows with other weights."""
        return replace(self, weights=weights)
