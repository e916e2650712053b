"""Texts become a few numbers: which words they hold, weighed and condensed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import Block, Numbers, Texts
from fitwright.core.fitted import State
from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._columns import free_names
from fitwright.features._tfidf import learn, place
from fitwright.features._tokens import Units, pieces, texts_of
from fitwright.features.step import Stage, Step
from fitwright.space import Choice, Int, Space

LEARNED_BYTES: Mapping[Units, int] = {"words": 1 << 23, "characters": 1 << 21}
"""So much text of a column is learned from; with more, a random part of the rows."""
ROWS_AT_ONCE = 1 << 14


@dataclass
class TextTfidf(Step):
    """Replace each text by its length and the strongest directions of its TF-IDF vectors (LSA).

    A word counts for 1 + log(times), weighed with log((1 + rows) / (1 + rows that have it)) + 1; each text is
    scaled to length 1 and projected by a truncated singular value decomposition.  Missing and empty texts are
    0 everywhere.

    Parameters
    ----------
    dimensions : numbers a text at most.
    units : "words", or "characters": runs of 3 and 4 bytes, for short and misspelt texts.
    min_count : rows a word must be in to be counted (where none is: 1).
    max_vocabulary : words at most, the most common first.

    References
    ----------
    S. Deerwester et al., "Indexing by latent semantic analysis", 1990.

    Examples
    --------
    >>> from fitwright.core.blocks import Texts
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> table = Table.of(Texts.of("note", ["a red car", "a red bus", "green tea", None]))
    >>> made = TextTfidf(dimensions=2, min_count=1).fit(table, Rows(), None, 0).transform(table)
    >>> made.names
    ('note length', 'note topic 1', 'note topic 2')
    """

    dimensions: int = 30
    units: Units = "words"
    min_count: int = 2
    max_vocabulary: int = 20_000
    stage: ClassVar[Stage] = "create"
    readable: ClassVar[bool] = True
    imports: ClassVar[tuple[str, ...]] = ("sklearn.utils.extmath",)

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return bool(table.having("text"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(dimensions=Int(10, 100, log=True, default=30), units=Choice(("words", "characters")))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_ = list(table.having("text"))
        self.learned_: list[State] = [self._learn(texts_of(table, name), seed) for name in self.names_]
        self.made_: list[list[str]] = []
        for name, learned in zip(self.names_, self.learned_, strict=True):
            wanted = [f"{name} topic {i + 1}" for i in range(learned["directions"].shape[1])]
            self.made_.append(free_names([f"{name} length", *wanted], table))
        return self

    def _learn(self, texts: Texts, seed: int) -> State:
        """A column's words, (words,) rising, their idf, (words,), and directions, (words, dimensions)."""
        rng = np.random.default_rng(seed)
        texts = _some(texts, LEARNED_BYTES[self.units], rng)
        marks, row = pieces(texts, self.units)
        limits = (self.min_count, self.max_vocabulary, self.dimensions)
        return learn(marks, row, len(texts), limits, seed)

    def transform(self, table: Table) -> Table:
        come: list[Block] = []
        for name, learned, made in zip(self.names_, self.learned_, self.made_, strict=True):
            texts = texts_of(table, name)
            values = np.empty((len(texts), len(made)), order="F")
            values[:, 0] = np.diff(texts.starts)
            for begin in range(0, len(texts), ROWS_AT_ONCE):
                part = texts.take(np.arange(begin, min(begin + ROWS_AT_ONCE, len(texts))))
                values[begin : begin + len(part), 1:] = place(*pieces(part, self.units), len(part), learned)
            come.append(Numbers(tuple(made), values))
        return table.replace(self.names_, *come)

    def holds(self) -> str:
        words = sum(len(learned["words"]) for learned in self.learned_)
        return f"text_tfidf: {words} {self.units} of texts, as numbers that stand for them"


def _some(texts: Texts, most: int, rng: np.random.Generator) -> Texts:
    """A random part of the rows where there is too much text to learn from."""
    share = most / max(len(texts.data), 1)
    return texts if share >= 1 else texts.take(np.flatnonzero(rng.random(len(texts)) < share))
