"""Categories with many levels get numbers beside them: which parts their names share, condensed."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import Block, Numbers, Texts
from fitwright.core.fitted import State
from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table, strangers
from fitwright.core.task import Task
from fitwright.features._columns import free_names
from fitwright.features._tfidf import learn, place
from fitwright.features._tokens import Marks, pieces
from fitwright.features.step import Stage, Step
from fitwright.space import Int, Space

RUNS = (2, 3, 4)
"""Bytes in a run of characters."""
MOST_LEVELS = 10_000
"""So many levels of a column are learned from, the most frequent; they are placed so many at a time."""
LONGEST = 200
"""Characters of a name that are read."""


@dataclass
class CategoryTfidf(Step):
    """Put beside categories of many worded levels the strongest directions of their names' TF-IDF vectors.

    "Police Officer III" and "Police Aide" share a word: levels that are written alike come to lie near each
    other, so that a level with few rows, or with none, is known by its relatives.  Names are cut into runs of
    2 to 4 bytes within words, a word's edges among them, and projected by a truncated singular value
    decomposition, in which a level counts for its rows.  A level that came with later rows only is placed by
    its name like all others.  The categories stay as they are; missing is 0 everywhere.  The target is not
    looked at.

    Parameters
    ----------
    dimensions : numbers a category at most; never more than one for two of its levels.
    above : categories with more levels than this, counted on the rows learned from, are read.
    worded : of a category that is read, at least this share of levels has names of two words or more; 0 reads
        codes such as "E11.9" too.
    min_count : levels that a run of characters must be in to be counted.
    max_vocabulary : runs at most, the most common first.

    References
    ----------
    P. Cerda and G. Varoquaux, "Encoding high-cardinality string categorical variables", 2020; the
    decomposition in place of theirs as in skrub's StringEncoder.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.core.blocks import Codes
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table, strangers
    >>> jobs = ("bus driver", "truck driver", "school nurse", "nurse")
    >>> table = Table.of(Codes(("job",), np.arange(4, dtype=np.int32)[:, None], (jobs,)))
    >>> made = CategoryTfidf(above=3).fit(table, Rows(), None, 0).transform(table)
    >>> made.names
    ('job', 'job spelling 1', 'job spelling 2')
    >>> bus, truck, _, nurse = made.numbers(made.names[1:])
    >>> bool(bus @ truck > 0.9), bool(abs(bus @ nurse) < 0.1)
    (True, True)
    """

    dimensions: int = 30
    above: int = 30
    worded: float = 0.5
    min_count: int = 2
    max_vocabulary: int = 2_000
    stage: ClassVar[Stage] = "create"
    imports: ClassVar[tuple[str, ...]] = ("sklearn.utils.extmath",)

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return any(
            len(table.levels(name)) > cls.above and _worded(table.levels(name)) >= cls.worded
            for name in table.having("category")
        )

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(dimensions=Int(5, 60, log=True, default=30))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        self.names_: list[str] = []
        self.learned_: list[State] = []
        self.places_: list[Floats] = []  # (dimensions, levels + 1), the last for missing and unknown
        self.made_: list[list[str]] = []
        for name in table.having("category"):
            levels, codes = table.levels(name), table.codes([name])[:, 0]
            counts = np.bincount(codes[codes >= 0], minlength=len(levels))
            learned = self._learn(levels, counts, seed)
            if learned is not None:
                self.names_.append(name)
                self.learned_.append(learned)
                self.places_.append(_places(levels, learned))
        wanted = [
            [f"{name} spelling {i + 1}" for i in range(len(places))]
            for name, places in zip(self.names_, self.places_, strict=True)
        ]
        free = iter(free_names((name for names in wanted for name in names), table))
        self.made_ = [[next(free) for _ in names] for names in wanted]
        return self

    def transform(self, table: Table) -> Table:
        come: list[Block] = []
        for name, learned, places, made in zip(
            self.names_, self.learned_, self.places_, self.made_, strict=True
        ):
            codes, levels = table.codes([name])[:, 0], places.shape[1] - 1
            at = np.where((codes >= 0) & (codes < levels), codes, levels)
            new, which = strangers(table, name)
            if new:
                here = np.unique(which[which >= 0])  # (new levels,) of these rows
                places = np.hstack([places, _places([new[i] for i in here], learned)])
                at = np.where(which >= 0, levels + 1 + np.searchsorted(here, which), at)
            come.append(Numbers(tuple(made), np.take(places, at, axis=1).T))
        return table.replace((), *come) if come else table

    def holds(self) -> str:
        runs = sum(len(learned["words"]) for learned in self.learned_)
        return f"category_tfidf: {runs} parts of names of levels, as numbers that stand for them"

    def _learn(self, levels: tuple[str, ...], counts: NDArray[np.int64], seed: int) -> State | None:
        """What `place` needs, from the levels that have rows; nothing where they are few or share nothing."""
        there = np.flatnonzero(counts)
        if len(there) <= self.above or _worded(levels) < self.worded:
            return None
        there = np.sort(there[np.argsort(-counts[there], kind="stable")[:MOST_LEVELS]])
        limits = (self.min_count, self.max_vocabulary, min(self.dimensions, len(there) // 2))
        marks, row = _runs([levels[i] for i in there])
        learned = learn(marks, row, len(there), limits, seed, counts[there].astype(np.float64))
        shared = learned["idf"] < np.log((1 + len(there)) / 2) + 1  # that of a run in one level alone
        return learned if shared.any() and learned["directions"].shape[1] else None


def _worded(levels: tuple[str, ...]) -> float:
    """The share of names that are two words or more."""
    return sum(len(name.split()) > 1 for name in levels) / max(len(levels), 1)


def _runs(names: list[str]) -> tuple[Marks, Index]:
    """(runs,) the number of each run within a word, and which name it stands in."""
    words = [[f" {word} " for word in name[:LONGEST].split()] for name in names]
    marks, word = pieces(Texts.of("", [each for some in words for each in some]), "characters", RUNS)
    name: Index = np.repeat(np.arange(len(names)), [len(some) for some in words])
    return marks, name[word]


def _places(levels: tuple[str, ...] | list[str], learned: State) -> Floats:
    """(dimensions, levels + 1) where levels lie; the last is 0."""
    places = np.zeros((learned["directions"].shape[1], len(levels) + 1))
    for begin in range(0, len(levels), MOST_LEVELS):
        part = list(levels[begin : begin + MOST_LEVELS])
        places[:, begin : begin + len(part)] = place(*_runs(part), len(part), learned).T
    return places
