"""A quadratic discriminant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from fitwright.core.rows import Floats
from fitwright.core.task import Task
from fitwright.models._discriminant import Clouds, Discriminant, shrunk
from fitwright.space import Float, Space


@dataclass
class QDA(Discriminant):
    """Quadratic discriminant: every class is a cloud of its own form.

    Sees what lies in the spread of columns and in how they go together, with no search and few rows.  Of more
    than 200 columns it looks at those whose means differ most between the classes.

    Parameters
    ----------
    shrinkage : how far the covariances of columns are drawn to 0, from 0 to 1.
    pooling : how far each class's covariance is drawn to that of all classes, from 0 to 1.

    References
    ----------
    Friedman (1989), Regularized discriminant analysis.
    """

    pooling: float = 0.5

    most = 200

    @classmethod
    def space(cls, task: Task) -> Space:
        return Space(
            shrinkage=Float(1e-4, 1.0, log=True, default=0.5),
            pooling=Float(1e-3, 1.0, log=True, default=0.5),
        )

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"pooling": 0.1}, {"shrinkage": 0.1}

    def seconds(self, rows: int, columns: int, classes: int) -> float:
        return (
            1e-10 * rows * columns**2 * (1 + classes) + 3e-8 * rows * columns + 5e-10 * classes * columns**3
        )

    def keep(self, clouds: Clouds) -> None:
        """(classes, columns, columns) what makes each cloud round, and how far it reaches."""
        every = clouds.scatter()
        self.mean_, count = clouds.mean, len(clouds.share)
        self.rounding_ = np.empty((count, *every.shape))
        self.intercept_ = np.log(clouds.share)
        for k in range(count):
            own = clouds.scatter(clouds.place == k) if (clouds.place == k).any() else every
            mixed = (1 - self.pooling) * own + self.pooling * every
            root = np.linalg.cholesky(shrunk(mixed, self.shrinkage))
            self.rounding_[k] = np.linalg.solve(root, np.eye(len(root))).T
            self.intercept_[k] -= np.log(np.diag(root)).sum()

    def scores(self, x: Floats) -> Floats:
        round_ = ((x - mean) @ rounding for mean, rounding in zip(self.mean_, self.rounding_, strict=True))
        far = np.column_stack([np.einsum("rc,rc->r", off, off) for off in round_])  # (rows, classes)
        scores: Floats = self.intercept_ - 0.5 * far
        return scores
