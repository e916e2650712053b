"""Which rows are learned from and which are judged on."""

from abc import ABC, abstractmethod

from fitwright.core.rows import Index, Rows
from fitwright.core.table import Table

Pair = tuple[Index, Index]


class Splitter(ABC):
    """Gives pairs of row positions: (rows to learn from, rows to judge on)."""

    ordered: bool = False
    """Do later rows follow from earlier ones?  Then what is delivered is refitted on all rows."""

    @abstractmethod
    def split(self, table: Table, rows: Rows, seed: int) -> list[Pair]:
        """Pairs of rising positions; no row is on both sides of a pair."""
