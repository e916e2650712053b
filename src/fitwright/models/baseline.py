"""What any model must beat, and what there always is."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from fitwright.core.rows import Floats, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models.model import Cost, Model, Takes
from fitwright.space import Space


@dataclass
class Baseline(Model):
    """The same answer for every row: the shares of the classes, or the mean.

    Fitted first in every run, within milliseconds, so that there is a predictor at every moment.
    """

    kinds = ("binary", "multiclass", "regression")
    takes = Takes(missing=True, categories="codes", sparse=True, text=True)

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space()

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, _ = shape
        return Cost(1e-4 + 1e-8 * rows * len(task.outputs), 16 * rows * len(task.outputs))

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        weights = np.ones(len(rows)) if rows.weights is None else rows.weights
        if task.classifies:
            sums = np.bincount(rows.answers.astype(np.intp), weights, len(task.outputs))
            self.answer_ = sums / sums.sum()
        else:
            self.answer_ = np.array([(weights * rows.answers).sum() / weights.sum()])
        return self

    def predict(self, table: Table) -> Floats:
        return np.tile(self.answer_, (len(table), 1))
