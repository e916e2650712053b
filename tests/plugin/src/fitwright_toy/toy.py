"""The nearest of the classes' means."""

from dataclasses import dataclass

import numpy as np

from fitwright.models.model import Cost, Model, Takes
from fitwright.space import Float, Space


@dataclass
class Toy(Model):
    """Classes as clouds around their means, equally wide in each column.

    Parameters
    ----------
    width : variance that every column has at least.
    """

    width: float = 0.1
    kinds = ("binary", "multiclass")
    takes = Takes(scaled=True)

    @classmethod
    def space(cls, task):
        return Space(width=Float(0.01, 1.0, log=True, default=0.1))

    def cost(self, task, shape):
        rows, columns = shape
        return Cost(1e-4 + 1e-8 * rows * columns * len(task.outputs), 16 * rows * columns)

    def fit(self, table, rows, task, seed, means):
        x = table.matrix()
        weights = np.ones(len(rows)) if rows.weights is None else rows.weights
        member = (rows.answers[:, None] == np.arange(len(task.outputs))) * weights[:, None]  # (rows, classes)
        size = member.sum(axis=0)
        self.share_ = (size + 1e-3 * weights.mean()) / (size + 1e-3 * weights.mean()).sum()
        self.mean_ = (member.T @ x) / np.maximum(size, 1e-300)[:, None]  # (classes, columns)
        far = member.T @ (x * x) - size[:, None] * self.mean_**2
        self.variance_ = np.maximum(far.sum(axis=0) / weights.sum(), self.width)
        return self

    def predict(self, table):
        x = table.matrix()
        away = (x[:, None, :] - self.mean_) ** 2 / self.variance_  # (rows, classes, columns)
        z = np.log(self.share_) - away.sum(axis=2) / 2
        p = np.exp(z - z.max(axis=1, keepdims=True))
        return p / p.sum(axis=1, keepdims=True)
