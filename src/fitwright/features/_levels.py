"""Levels of many categories in one flat array: each column has a slot for missing, its levels, and unseen.

A category with the levels a, b has four slots: missing, a, b, unseen.  What an encoder learns is one value a
slot, so that encoding all columns is one look-up.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import MISSING
from fitwright.core.rows import Floats
from fitwright.core.table import Table

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Slots:
    """Where each column's slots lie.

    Attributes
    ----------
    sizes : (columns,) number of levels.
    """

    sizes: Ints

    @classmethod
    def of(cls, table: Table, names: list[str]) -> "Slots":
        """The slots of these categories."""
        return cls(np.array([len(table.levels(name)) for name in names], np.int64))

    @cached_property
    def starts(self) -> Ints:
        """(columns + 1,) where each column's slots begin, and where the last one's end."""
        return np.concatenate([np.zeros(1, np.int64), np.cumsum(self.sizes + 2)])

    @cached_property
    def column(self) -> Ints:
        """(slots,) the column of each slot."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes + 2)

    @cached_property
    def code(self) -> Ints:
        """(slots,) the code of each slot; MISSING for missing, the number of levels for unseen."""
        return np.arange(self.starts[-1]) - self.starts[self.column] + MISSING

    @cached_property
    def is_level(self) -> NDArray[np.bool_]:
        """(slots,) neither missing nor unseen?"""
        return (self.code >= 0) & (self.code < self.sizes[self.column])

    def find(self, codes: NDArray[np.int32]) -> Ints:
        """(rows, columns) the slot of each code; what is out of range is unseen."""
        known = (codes >= MISSING) & (codes < self.sizes)
        return np.asfortranarray(np.where(known, codes - MISSING, self.sizes + 1) + self.starts[:-1])

    def count(self, found: Ints, weights: Floats | None = None) -> NDArray[Any]:
        """(slots,) how often each slot is in `found`, (rows, columns), or the weights of those rows."""
        spread = None if weights is None else np.tile(weights, found.shape[1])
        return np.bincount(found.ravel("F"), spread, int(self.starts[-1]))

    def rank(self, counts: NDArray[Any]) -> Ints:
        """(slots,) place of each level in its column, 0 for the most frequent; ties by code."""
        by = np.where(self.is_level, counts, -1)  # missing and unseen come last
        order = np.lexsort((-by, self.column))  # stable: equals stay in the order of their codes
        ranks = np.empty(len(order), np.int64)
        ranks[order] = np.arange(len(order)) - self.starts[self.column]
        return ranks
