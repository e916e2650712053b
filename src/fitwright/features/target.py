"""Categories become the mean of the target over their rows."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from fitwright.core.blocks import Numbers
from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.features._associations import indicators
from fitwright.features._columns import free_names
from fitwright.features._levels import Ints, Slots
from fitwright.features.step import Stage, Step
from fitwright.space import Choice, Float, Space


@dataclass
class Target(Step):
    """Replace categories with many levels by the mean of the target over the rows of each level.

    A level with few rows is drawn to the mean of all rows, an unseen level is that mean, and missing is a
    level of its own.  The rows learned from get the means of rows in *other* folds, so that no row sees its
    own answer; folds keep groups together and follow time where rows have them.  For several classes there is
    one column a class: "city: red", "city: blue".

    Parameters
    ----------
    smoothing : rows that the mean of all rows counts for in each level.
    above : categories with more levels than this, counted on the rows learned from, are replaced.
    folds : parts in which the rows learned from are encoded.

    References
    ----------
    D. Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes", 2001.

    Examples
    --------
    >>> import numpy as np
    >>> from fitwright.tasks.regression import Regression
    >>> from fitwright.core.blocks import Codes
    >>> from fitwright.core.rows import Rows
    >>> from fitwright.core.table import Table
    >>> codes = np.array([[1], [1], [0], [0]], np.int32)
    >>> table = Table.of(Codes(("city",), codes, (("Bonn", "Rome"),)))
    >>> rows = Rows(y=np.array([1.0, 2.0, 5.0, 4.0]))
    >>> step = Target(smoothing=2, above=0).fit(table, rows, Regression(), 0)
    >>> step.transform(table).matrix().ravel().tolist()
    [2.25, 2.25, 3.75, 3.75]
    """

    smoothing: float = 10.0
    above: int = 10
    folds: int = 5
    stage: ClassVar[Stage] = "encode"

    @classmethod
    def wanted(cls, table: Table) -> bool:
        return any(len(table.levels(name)) > cls.above for name in table.having("category"))

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(smoothing=Float(1, 100, log=True, default=10.0), above=Choice((10, 30)))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int) -> Self:
        names = list(table.having("category"))
        slots = Slots.of(table, names)
        counts = slots.count(slots.find(table.codes(names)))
        levels = np.bincount(slots.column[slots.is_level & (counts > 0)], minlength=len(names))
        self.names_ = [name for name, many in zip(names, levels > self.above, strict=True) if many]
        self.sizes_ = slots.sizes[levels > self.above]
        self.made_, self.means_ = self.names_, np.zeros((0, 0))
        if self.names_:
            answers = indicators(rows, task)
            found = Slots(self.sizes_).find(table.codes(self.names_))
            sums = self._sums(found, answers, rows.weights, np.zeros(len(table), np.int64))
            self.means_ = self._smooth(sums, answers, rows.weights)[0]  # (slots, outputs)
            if answers.shape[1] > 1:
                labels = task.outputs if len(task.outputs) == answers.shape[1] else range(answers.shape[1])
                self.made_ = free_names(
                    (f"{name}: {label}" for name in self.names_ for label in labels), table
                )
        return self

    def transform(self, table: Table) -> Table:
        if not self.names_:
            return table
        return self._replaced(table, self.means_[Slots(self.sizes_).find(table.codes(self.names_))])

    def fit_transform(self, table: Table, rows: Rows, task: Task, seed: int) -> Table:
        self.fit(table, rows, task, seed)
        if not self.names_:
            return table
        fold, answers = _fold_of(rows, task, self.folds, seed), indicators(rows, task)
        found = Slots(self.sizes_).find(table.codes(self.names_))
        sums = self._sums(found, answers, rows.weights, fold)
        others = np.zeros_like(sums)  # added up, not subtracted: rounding must not betray a row's own answer
        others[1:] += np.cumsum(sums[:-1], 0)
        others[:-1] += np.cumsum(sums[:0:-1], 0)[::-1]
        return self._replaced(table, self._smooth(others, answers, rows.weights)[fold[:, None], found])

    def holds(self) -> str:
        return "target: the mean answer of each level, those with few rows drawn to the mean of all"

    def _sums(self, found: Ints, answers: Floats, weights: Floats | None, fold: Ints) -> Floats:
        """(folds, slots, 1 + outputs) weight of the rows of a fold and slot, and their weighed answers."""
        count, outputs = answers.shape
        weighed = np.ones(count) if weights is None else weights
        slots, folds = int((self.sizes_ + 2).sum()), int(fold.max(initial=0)) + 1
        at = (found + slots * fold[:, None]).ravel("F")
        sums = np.empty((folds, slots, 1 + outputs))
        for place, each in enumerate([weighed, *(weighed * answers[:, o] for o in range(outputs))]):
            spread = np.tile(each, found.shape[1])
            sums[:, :, place] = np.bincount(at, spread, folds * slots).reshape(folds, slots)
        return sums

    def _smooth(self, sums: Floats, answers: Floats, weights: Floats | None) -> Floats:
        """(folds, slots, outputs) means, drawn to that of all rows: one number, in which no row shows."""
        overall = np.average(answers, 0, weights)
        weight = sums[:, :, :1] + self.smoothing
        drawn = sums[:, :, 1:] + self.smoothing * overall
        return np.divide(drawn, weight, out=np.broadcast_to(overall, drawn.shape).copy(), where=weight > 0)

    def _replaced(self, table: Table, values: Floats) -> Table:
        """The table with (rows, columns, outputs) in place of its categories."""
        flat = np.asfortranarray(values.reshape(len(table), len(self.made_)))
        return table.replace(self.names_, Numbers(tuple(self.made_), flat))


def _fold_of(rows: Rows, task: Task, folds: int, seed: int) -> Ints:
    """(rows,) the fold of each: groups stay whole, later rows share a fold, classes are spread evenly."""
    rng, count = np.random.default_rng(seed), len(rows)
    if rows.groups is not None and (kinds := np.unique(rows.groups, return_inverse=True))[0].size > 1:
        which: Index = rng.permutation(len(kinds[0]))[kinds[1]]
        return which % folds
    if rows.time is not None:
        order = np.argsort(rows.time, kind="stable")
        fold = np.arange(count) * folds // max(count, 1)
    else:
        shuffled = rng.permutation(count)
        by = rows.answers[shuffled] if task.classifies and rows.answers.ndim == 1 else np.zeros(count)
        order = shuffled[np.argsort(by, kind="stable")]
        fold = np.arange(count) % folds
    placed = np.empty(count, np.int64)
    placed[order] = fold
    return placed
