"""What linear and quadratic discriminants share: classes as clouds of normally distributed rows."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._calibrate import centred, shares, times, told
from fitwright.models._scored import Scored, columns_of
from fitwright.models.model import Cost, Takes
from fitwright.splits import sample

FLOOR = 1e-6
"""Share of the mean variance that every column has at least, in every class."""
TINY = 1e-9
"""Weight of a class that no row has."""


class Clouds(NamedTuple):
    """The rows of the classes that are there.

    Attributes
    ----------
    x : (rows, columns).
    place : (rows,) each row's class.
    weights : (rows,) of mean 1.
    share : (classes,) of the weights.
    mean : (classes, columns).
    """

    x: Floats
    place: NDArray[np.intp]
    weights: Floats
    share: Floats
    mean: Floats

    @classmethod
    def of(cls, x: Floats, marked: Floats, weights: Floats) -> Self:
        """From rows, and 1 for the class of each: (rows, classes)."""
        own = marked * weights[:, None]
        total = own.sum(axis=0) + TINY
        return cls(x, marked.argmax(axis=1), weights, total / total.sum(), own.T @ x / total[:, None])

    def scatter(self, at: NDArray[np.bool_] | None = None) -> Floats:
        """(columns, columns) covariance around the classes' means, of the rows `at`."""
        off = self.x - self.mean[self.place]
        weights = self.weights
        if at is not None:
            off, weights = off[at], weights[at]
        return np.atleast_2d(np.cov(off.T, aweights=weights, bias=True))

    def widest(self, most: int) -> NDArray[np.intp]:
        """The columns whose means differ most between the classes, measured by the spread within."""
        within = np.average((self.x - self.mean[self.place]) ** 2, axis=0, weights=self.weights)
        between = self.share @ (self.mean - self.share @ self.mean) ** 2
        ratio = between / np.maximum(within, 1e-12 * np.maximum(between, 1e-300))
        return np.sort(np.argsort(-ratio, kind="stable")[:most])


@dataclass
class Discriminant(Scored):
    """Subclass with what is learned from the clouds, and how rows are scored.

    Parameters
    ----------
    shrinkage : how far covariances are drawn to those of columns that go their own ways, from 0 to 1.
    """

    shrinkage: float = 0.5

    kinds: ClassVar[tuple[str, ...]] = ("binary", "multiclass")
    takes: ClassVar[Takes] = Takes(categories="onehot", scaled=True)
    turn: ClassVar[Literal["first", "later", "asked"]] = "later"
    most: ClassVar[int]
    """Columns that are looked at: of more, those that tell the classes apart best."""

    @classmethod
    def starts(cls, task: Task) -> Sequence[Mapping[str, Any]]:
        return {}, {"shrinkage": 0.1}, {"shrinkage": 0.01}

    @abstractmethod
    def keep(self, clouds: Clouds) -> None:
        """Keep what `scores` needs."""

    @abstractmethod
    def scores(self, x: Floats) -> Floats:
        """(rows, classes) logarithms of the probabilities, up to a constant a row."""

    @abstractmethod
    def seconds(self, rows: int, columns: int, classes: int) -> float:
        """About how long a fit and the predictions take."""

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = shape
        used = min(columns, self.most)
        fits = 1 + times(rows)
        seconds = 3e-3 + 1e-8 * rows * columns + fits * self.seconds(rows, used, len(task.outputs))
        return Cost(seconds, 8 * (rows * (columns + 3 * used) + 4 * len(task.outputs) * used**2))

    def learn(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> None:
        if means.seconds is not None:
            share = means.seconds / self.cost(task, table.shape).seconds
            kept = sample(rows, max(200, int(share * len(rows))), seed)
            table, rows = table.at(kept), rows.at(kept)
        x, marked = columns_of(table), self.target_.marked(rows)
        weights = np.ones(len(rows)) if rows.weights is None else rows.weights
        self.columns_ = Clouds.of(x, marked, weights).widest(self.most)
        x = x[:, self.columns_]

        def scores_of(learn: Index, stop: Index) -> Floats:
            self.keep(Clouds.of(x[learn], marked[learn], weights[learn]))
            return centred(self.scores(x[stop]))

        self.shares_ = told(rows, task, marked, seed, scores_of)
        self.keep(Clouds.of(x, marked, weights))

    def answers(self, table: Table) -> Floats:
        return shares(centred(self.scores(columns_of(table)[:, self.columns_])), self.shares_)


def shrunk(covariance: Floats, shrinkage: float) -> Floats:
    """Drawn to its own diagonal; no column without a variance."""
    own = np.diag(covariance)
    floor = FLOOR * own.mean() + 1e-12 if len(own) else 0.0
    drawn: Floats = (1 - shrinkage) * covariance + np.diag(shrinkage * own + floor)
    return drawn
