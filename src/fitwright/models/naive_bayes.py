"""Naive Bayes: each column gives its evidence apart from the others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from fitwright.core.blocks import MISSING, Sparse
from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._calibrate import centred, shares, times, told
from fitwright.models._scored import Scored
from fitwright.models.model import Cost, Takes
from fitwright.space import Choice, Float, Space
from fitwright.splits import sample

FAR = 6.0
"""Standard deviations beyond which a number gives no further evidence."""
LARGE = 1e150
"""Larger numbers are taken for this one: squares have to be finite."""


@dataclass
class NaiveBayes(Scored):
    """How likely each column's value is in each class, multiplied over the columns as if they were apart.

    A number is normally distributed in each class, a boolean or a category has its share of each level (a
    missing one is a level), and sparse columns are counts of words, or words that are there or not.  A number
    that is missing says nothing.  Columns that say the same make the product too sure of itself: inner rows
    tell how much of it to believe.

    Parameters
    ----------
    smoothing : each class is seen as if it had so many rows more that look like all rows.
    words : what sparse columns are: "counts" of words (multinomial), or words that are "present" (Bernoulli).

    References
    ----------
    Maron (1961), Automatic indexing; McCallum and Nigam (1998), A comparison of event models for naive Bayes
    text classification.
    """

    smoothing: float = 1.0
    words: Literal["counts", "present"] = "counts"

    kinds: ClassVar[tuple[str, ...]] = ("binary", "multiclass")
    takes: ClassVar[Takes] = Takes(missing=True, categories="codes", sparse=True)
    turn: ClassVar[Literal["first", "later", "asked"]] = "later"
    readable: ClassVar[bool] = True

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(smoothing=Float(0.01, 100.0, log=True, default=1.0), words=Choice(("counts", "present")))

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"words": "present"}, {"smoothing": 10.0}

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = shape
        outputs = len(task.outputs)
        each = 6e-7 + columns * (8e-9 + 3e-9 * outputs)
        return Cost(
            3e-3 + each * rows * (1 + times(rows)),
            int(8 * rows * (3 * columns + 4 * outputs) + 64 * columns * outputs),
        )

    def learn(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> None:
        if means.seconds is not None:
            share = means.seconds / self.cost(task, table.shape).seconds
            kept = sample(rows, max(200, int(share * len(rows))), seed)
            table, rows = table.at(kept), rows.at(kept)
        marked = self.target_.marked(rows)  # (rows, classes)
        own = marked if rows.weights is None else marked * rows.weights[:, None]

        def scores_of(learn: Index, stop: Index) -> Floats:
            self._learn(table.at(learn), own[learn])
            return self._evidence(table.at(stop))

        self.shares_ = told(rows, task, marked, seed, scores_of)
        self._learn(table, own)

    def answers(self, table: Table) -> Floats:
        return shares(self._evidence(table), self.shares_)

    def _learn(self, table: Table, own: Floats) -> None:
        """Each kind of columns, from the weights of the rows by class: (rows, classes)."""
        count = own.sum(axis=0) + self.smoothing / own.shape[1]  # (classes,)
        self.prior_ = np.log(count / count.sum())
        sparse = {name for block in table.blocks if isinstance(block, Sparse) for name in block.names}
        self.numbers_ = [name for name in table.having("number") if name not in sparse]
        self.booleans_ = [name for name in table.having("boolean") if name not in sparse]
        self.categories_ = list(table.having("category"))
        self.words_ = [name for name in table.having("number", "boolean") if name in sparse]
        self._learn_numbers(table.numbers(self.numbers_), own)
        self._learn_levels(table, own)
        if self.words_:
            self._learn_words(table.keep(self.words_).sparse(), own)

    def _learn_numbers(self, x: Floats, own: Floats) -> None:
        """Mean and variance of each class in each column, scaled by those of all rows."""
        known = np.isfinite(x)
        total = own.sum(axis=1) @ known  # (columns,)
        filled = np.where(known, np.clip(x, -LARGE, LARGE), 0.0)
        self.middle_ = own.sum(axis=1) @ filled / np.maximum(total, 1e-300)
        off = np.where(known, filled - self.middle_, 0.0)
        spread = np.sqrt(own.sum(axis=1) @ off**2 / np.maximum(total, 1e-300))
        self.spread_ = np.where(spread > 1e-12 * np.abs(self.middle_), spread, 1.0)
        z = np.clip(off / self.spread_, -FAR, FAR)  # (rows, columns)
        count = own.T @ known + self.smoothing  # (classes, columns)
        self.mean_ = own.T @ z / count
        square = (own.T @ z**2 + self.smoothing) / count
        self.variance_ = np.maximum(square - self.mean_**2, 1e-3)

    def _learn_levels(self, table: Table, own: Floats) -> None:
        """(slots, classes) logarithm of each level's share; a column's first slot is for what is missing."""
        sizes = [2] * len(self.booleans_) + [len(table.levels(name)) for name in self.categories_]
        self.starts_ = np.cumsum([0, *(size + 1 for size in sizes)])
        self.levels_ = np.zeros((self.starts_[-1], own.shape[1]))
        for slot, start, end in zip(self._slots(table), self.starts_, self.starts_[1:], strict=False):
            there = slot >= start
            at, size = slot[there] - start, end - start  # (rows,) level, and how many there are
            count = np.stack(
                [np.bincount(at, each, size) for each in own[there].T], axis=1
            )  # (slots, classes)
            all_ = (count.sum(axis=1) + 1) / (count.sum() + size)  # (slots of the column,)
            share = (count + self.smoothing * all_[:, None]) / (count.sum(axis=0) + self.smoothing)
            self.levels_[start:end] = np.log(share)

    def _learn_words(self, x: Any, own: Floats) -> None:
        """Logarithms of the words' shares, (words, classes); of being there and of not, where that counts."""
        found = np.asarray(self._counted(x).T @ own)  # (words, classes)
        rows = own.sum(axis=0)
        average = found.sum(axis=1) / rows.sum() + 1e-6  # (words,) in a row
        one = self.smoothing * average[:, None]
        if self.words == "present":
            share = (found + one) / (rows + self.smoothing * (1 + 2e-6))
            self.word_, self.none_ = np.log(share) - np.log1p(-share), np.log1p(-share).sum(axis=0)
        else:
            amount = found + one
            self.word_, self.none_ = np.log(amount / amount.sum(axis=0)), np.zeros(len(rows))

    def _evidence(self, table: Table) -> Floats:
        """(rows, classes) logarithm of the likelihood of each row, up to a constant."""
        x = table.numbers(self.numbers_)
        known = ~np.isnan(x)
        off = np.where(known, np.clip(x, -LARGE, LARGE) - self.middle_, 0.0)
        z = np.clip(off / self.spread_, -FAR, FAR)  # (rows, columns)
        seen = known.astype(np.float64)
        logs = np.log(self.variance_) + self.mean_**2 / self.variance_  # (classes, columns)
        out = z @ (self.mean_ / self.variance_).T - 0.5 * (z**2 @ (1 / self.variance_).T + seen @ logs.T)
        for slot, start in zip(self._slots(table), self.starts_, strict=False):
            there = slot >= start
            out[there] += self.levels_[slot[there]]
        if self.words_:
            out += self._counted(table.keep(self.words_).sparse()) @ self.word_ + self.none_
        return centred(out + self.prior_)

    def _slots(self, table: Table) -> Iterator[NDArray[np.intp]]:
        """Column by column, the slot of each row's level; below the column's first where it is unknown."""
        sizes = np.diff(self.starts_)
        booleans = table.numbers(self.booleans_)
        codes = table.codes(self.categories_)
        for i, start in enumerate(self.starts_[:-1]):
            if i < len(self.booleans_):
                value = booleans[:, i]
                place = np.where(np.isnan(value), 0, 1 + (value > 0))
            else:
                code = codes[:, i - len(self.booleans_)].astype(np.intp)
                place = np.where((code >= MISSING) & (code + 1 < sizes[i]), code + 1, -1)
            yield (start + place).astype(np.intp)

    def _counted(self, x: Any) -> Any:
        """(rows, words) amounts above 0, or 1 where there is any."""
        counted = x.copy()
        counted.data = np.fmax(x.data, 0.0) if self.words == "counts" else (x.data != 0).astype(np.float64)
        return counted
