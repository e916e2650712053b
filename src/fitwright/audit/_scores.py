"""How well one column alone, or several together, tell the answer to rows that they were not learned from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from fitwright.audit._columns import ranks
from fitwright.core.rows import Floats, Rows
from fitwright.core.task import Task

FOLDS = 3
SMOOTH = 3.0
"""Rows that the mean of all answers counts for in each bin."""
CLASSES = 20
"""Of more classes the most frequent ones are looked at."""
RIDGE = 1e-3

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Question:
    """The answers, made ready once for many columns.

    A score is from 0, nothing, to 1, everything: 2 AUC - 1 of classes (each against the rest, weighed by how
    frequent it is), the share of the variance of ranks that is explained of numbers.

    Attributes
    ----------
    y : (rows, outputs) which class it is, of two only the second; or (rows, 1) ranks of the numbers.
    fold : (rows,) learned from are the rows of the other folds.
    """

    y: Floats
    fold: Codes
    classes: bool

    @classmethod
    def of(cls, rows: Rows, task: Task, seed: int = 0) -> Self:
        """The question that a task puts to these rows."""
        fold = np.random.default_rng(seed).permutation(len(rows)) % FOLDS
        if not task.classifies:
            return cls(ranks(rows.answers)[:, None], fold, classes=False)
        codes = rows.answers.astype(np.int64)
        often = np.argsort(-np.bincount(codes, minlength=len(task.outputs)), kind="stable")
        chosen = np.array([1]) if len(task.outputs) == 2 else often[:CLASSES]
        return cls((codes[:, None] == chosen).astype(np.float64), fold, classes=True)

    def score(self, codes: Codes) -> float:
        """Of one column, given as codes from 0."""
        counts, sums, p = self._tally(codes)
        if self.classes:
            found = [_gini(told, hits, counts - hits) for told, hits in zip(p, sums, strict=True)]
            return float(np.average(found, weights=self.y.mean(axis=0) + 1e-12))
        squares = (self.y**2).sum() - 2 * (p * sums).sum() + (p**2 * counts).sum()
        return self._explained(float(squares))

    def monotone(self, values: Floats) -> float:
        """Of one column of numbers taken as it is: larger means more, or less.  0 where it does not apply."""
        there = ~np.isnan(values)
        if self.y.shape[1] > 1 or there.sum() < 0.9 * len(values) or len(values) < 3:
            return 0.0
        told, y = ranks(values[there]), self.y[there, 0]
        if self.classes:
            return max(_gini(told, y, 1 - y), _gini(-told, y, 1 - y))
        spread = told.std() * y.std()
        return float(((told - told.mean()) * (y - y.mean())).mean() / spread) ** 2 if spread > 0 else 0.0

    def judged(self, p: Floats) -> float:
        """Of what was told of each row, (rows, outputs)."""
        if not self.classes:
            return self._explained(float(((self.y - p) ** 2).sum()))
        found = [_gini(p[:, k], self.y[:, k], 1 - self.y[:, k]) for k in range(p.shape[1])]
        return float(np.average(found, weights=self.y.mean(axis=0) + 1e-12))

    def means(self, codes: Codes) -> Floats:
        """(rows, outputs) what a column's bins tell of each row."""
        _, _, p = self._tally(codes)
        told: Floats = p[:, codes, self.fold].T
        return told

    def _tally(self, codes: Codes) -> tuple[Floats, Floats, Floats]:
        """(bins, folds) rows, (outputs, bins, folds) sums of answers, and what the other folds tell."""
        bins = int(codes.max(initial=0)) + 1
        key = codes * FOLDS + self.fold
        shape, size = (bins, FOLDS), bins * FOLDS
        counts: Floats = np.bincount(key, minlength=size).astype(np.float64).reshape(shape)
        sums: Floats = np.stack([np.bincount(key, one, size).reshape(shape) for one in self.y.T])
        prior = self.y.mean(axis=0)[:, None, None]
        others = counts.sum(axis=1, keepdims=True) - counts
        p: Floats = (sums.sum(axis=2, keepdims=True) - sums + SMOOTH * prior) / (others + SMOOTH)
        return counts, sums, p

    def _explained(self, squares: float) -> float:
        total = float(((self.y - self.y.mean()) ** 2).sum())
        return max(0.0, 1 - squares / total) if total > 0 else 0.0


@dataclass(frozen=True)
class Together:
    """Several columns, each in its bins, added up with weights: a ridge regression for any choice of them.

    Attributes
    ----------
    told : (outputs, rows, columns) what each column tells, around its mean.
    grams, moments : (outputs, folds, columns, columns), (outputs, folds, columns) sums over other folds.
    """

    question: Question
    told: Floats
    grams: Floats
    moments: Floats

    @classmethod
    def of(cls, question: Question, columns: Sequence[Codes]) -> Self:
        """The columns, given as codes from 0."""
        told = np.stack([question.means(codes) for codes in columns], axis=2).transpose(1, 0, 2)
        told = np.ascontiguousarray(told - told.mean(axis=1, keepdims=True))
        folds = [np.flatnonzero(question.fold == fold) for fold in range(FOLDS)]
        y = question.y - question.y.mean(axis=0)
        grams = np.stack([[part[f].T @ part[f] for f in folds] for part in told])
        moments = np.stack([[part[f].T @ y[f, k] for f in folds] for k, part in enumerate(told)])
        return cls(
            question,
            told,
            grams.sum(axis=1, keepdims=True) - grams,
            moments.sum(axis=1, keepdims=True) - moments,
        )

    def score(self, keep: Sequence[int]) -> float:
        """Of the columns at these places."""
        at = np.asarray(keep, np.intp)
        if not len(at):
            return 0.0
        p = np.tile(self.question.y.mean(axis=0), (len(self.question.y), 1))
        for k, fold in np.ndindex(self.moments.shape[:2]):
            judged = self.question.fold == fold
            weights = np.zeros(self.told.shape[2])
            weights[at] = _ridge(self.grams[k, fold][np.ix_(at, at)], self.moments[k, fold, at])
            p[judged, k] += (self.told[k] @ weights)[judged]
        return self.question.judged(p)


def _ridge(gram: Floats, moments: Floats) -> Floats:
    lift = RIDGE * (np.trace(gram) / len(gram) + 1e-12)
    weights: Floats = np.linalg.solve(gram + lift * np.eye(len(gram)), moments)
    return weights


def _gini(told: Floats, hits: Floats, misses: Floats) -> float:
    """2 AUC - 1 of what was told (of rows, or of groups of rows), not below 0."""
    _, place = np.unique(told.ravel(), return_inverse=True)
    high = np.bincount(place, hits.ravel())
    low = np.bincount(place, misses.ravel())
    pairs = high.sum() * low.sum()
    if pairs <= 0:
        return 0.0
    below = np.cumsum(low) - low
    return max(0.0, 2 * float((high * (below + low / 2)).sum() / pairs) - 1)
