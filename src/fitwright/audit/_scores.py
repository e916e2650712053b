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

    def together(self, columns: Sequence[Codes]) -> float:
        """Of all these columns, each in its bins, added up with weights (a ridge regression)."""
        if not columns:
            return 0.0
        encoded = np.stack([self._means(codes) for codes in columns], axis=2)  # (rows, outputs, columns)
        encoded -= encoded.mean(axis=0)
        p = np.empty_like(self.y)
        for k in range(self.y.shape[1]):
            for fold in range(FOLDS):
                learn = self.fold != fold
                mean = self.y[learn, k].mean()
                weights = _ridge(encoded[learn, k], self.y[learn, k] - mean)
                p[~learn, k] = mean + encoded[~learn, k] @ weights
        if self.classes:
            found = [_gini(p[:, k], self.y[:, k], 1 - self.y[:, k]) for k in range(p.shape[1])]
            return float(np.average(found, weights=self.y.mean(axis=0) + 1e-12))
        return self._explained(float(((self.y - p) ** 2).sum()))

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

    def _means(self, codes: Codes) -> Floats:
        """(rows, outputs) what the column's bins tell of each row."""
        _, _, p = self._tally(codes)
        told: Floats = p[:, codes, self.fold].T
        return told

    def _explained(self, squares: float) -> float:
        total = float(((self.y - self.y.mean()) ** 2).sum())
        return max(0.0, 1 - squares / total) if total > 0 else 0.0


def _ridge(X: Floats, y: Floats) -> Floats:
    gram = X.T @ X
    lift = RIDGE * (np.trace(gram) / len(gram) + 1e-12)
    weights: Floats = np.linalg.solve(gram + lift * np.eye(len(gram)), X.T @ y)
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
