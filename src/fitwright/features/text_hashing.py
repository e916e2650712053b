"""Texts become a given number of columns, without a vocabulary."""

from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from fitwright.core.blocks import Block, Numbers, Sparse, Texts
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import free_names
from fitwright.features._tokens import Units, pieces, texts_of
from fitwright.features.step import Stage, Step
from fitwright.space import Choice, Int, Space


@dataclass
class TextHashing(Step):
    """Replace each text by columns to which its words add 1 or -1, at places made of their letters.

    Nothing is learned, so new words count as much as known ones.  A word that comes n times counts for
    1 + log(n), and each text is scaled to length 1.  Missing and empty texts are 0 everywhere.

    Parameters
    ----------
    columns : how many are made of each text.
    units : "words", or "characters": runs of 3 and 4 bytes, for short and misspelt texts.
    wide : from so many columns on the result is a sparse block.

    References
    ----------
    K. Weinberger et al., "Feature hashing for large scale multitask learning", 2009.

    Examples
    --------
    >>> from fitwright.core.blocks import Texts
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Texts.of("note", ["a red car", "RED car, a", None]))
    >>> made = TextHashing(columns=16).fit(table, Rows(), None, 0).transform(table).matrix()
    >>> (made @ made.T).round(6).tolist()
    [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    """

    columns: int = 256
    units: Units = "words"
    wide: int = 200
    stage: ClassVar[Stage] = "create"

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("text"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(columns=Int(64, 1024, log=True, default=256), units=Choice(("words", "characters")))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = list(table.having("text"))
        wanted = [f"{name} hash {i + 1}" for name in self.names_ for i in range(self.columns)]
        self.made_ = free_names(wanted, table)
        return self

    def transform(self, table: Table) -> Table:
        come: list[Block] = []
        for place, name in enumerate(self.names_):
            made = tuple(self.made_[place * self.columns : (place + 1) * self.columns])
            csr = self._hashed(texts_of(table, name))
            if self.columns < self.wide:
                come.append(Numbers(made, np.asfortranarray(csr.toarray())))
            else:
                come.append(Sparse(made, csr))
        return table.replace(self.names_, *come)

    def _hashed(self, texts: Texts) -> Any:
        """(rows, columns) CSR, each row of length 1 or 0."""
        from scipy.sparse import csr_matrix

        marks, row = pieces(texts, self.units)
        order = np.lexsort((marks, row))
        marks, row = marks[order], row[order]
        first = np.flatnonzero(
            np.append(True, (marks[1:] != marks[:-1]) | (row[1:] != row[:-1]))[: len(marks)]
        )
        times = np.diff(np.append(first, len(marks)))
        marks, row = marks[first], row[first]
        sign = np.where(marks & np.uint64(1), 1.0, -1.0)
        at = ((marks >> np.uint64(1)) % np.uint64(self.columns)).astype(np.int64)
        csr = csr_matrix(
            ((1 + np.log(times)) * sign, (row, at)), shape=(len(texts), self.columns)
        )  # adds up what shares a place
        csr.eliminate_zeros()
        row = np.repeat(np.arange(len(texts)), np.diff(csr.indptr))
        length = np.sqrt(np.bincount(row, csr.data * csr.data, len(texts)))
        csr.data = csr.data / length[row]
        return csr
