"""What all boosters share: the job, early stopping on inner rows, and the second fit on all rows."""

import time
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple, Self

import numpy as np

from fitwright.core.rows import Floats, Index, Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._grown import Grown, Link, columns_of
from fitwright.models._trees import Trees
from fitwright.splits import inner

REFIT = 20_000
"""With fewer rows the inner ones are missed, and the model is fitted again on all of them."""

SMALL = 20_000
"""Cells that one thread alone works on."""
UNWATCHED = 100
"""Rounds where there are no rows to watch the loss on."""


@dataclass(frozen=True)
class Job:
    """What a booster is to learn: `x` (rows, columns), `y` class codes or numbers of mean 0 and spread 1."""

    x: Floats
    y: Floats
    weights: Floats | None
    categories: tuple[int, ...]
    """Positions of the columns that hold category codes."""
    link: Link
    outputs: int
    seed: int
    cores: int
    end: float | None = None
    """By the monotonic clock."""

    @property
    def threads(self) -> int:
        """One where there is little to do: more would wait for each other."""
        return self.cores if self.x.size > SMALL else 1

    def at(self, index: Index) -> "Job":
        """The same for some of the rows."""
        weights = None if self.weights is None else self.weights[index]
        return replace(self, x=self.x[index], y=self.y[index], weights=weights)


class Ensemble(NamedTuple):
    """What a booster has grown."""

    trees: Trees
    sums: Callable[[Floats], Floats]
    """The same sums by the library's own way."""
    rounds: int
    """How many rounds it kept."""


class Watch:
    """Says after each round whether to go on.

    It stops `rounds` after the start, when the time is over, or when the loss on the inner rows has not
    fallen for max(`patience`, 0.3 * best + 20) rounds.  `at` is the round to keep.
    """

    def __init__(self, rounds: int, patience: int, end: float | None):
        self.rounds, self.patience, self.end = rounds, patience, end
        self.seen, self.at, self.best = 0, 1, np.inf

    def goes_on(self, loss: float | None) -> bool:
        """Is another round wanted, after one that ended with this loss?"""
        self.seen += 1
        if loss is None:
            self.at = self.seen
        elif loss < self.best:
            self.best, self.at = loss, self.seen
        patient = self.seen - self.at < max(self.patience, 0.3 * self.at + 20)
        return patient and self.seen < self.rounds and (self.end is None or time.monotonic() < self.end)


class Boosted(Grown):
    """Trees that are grown one after the other, each on what the earlier ones left."""

    rounds: ClassVar[int] = 4000
    """At most so many, where nothing else stops it."""

    @abstractmethod
    def grow(self, job: Job, stop: Job | None, watch: Watch) -> Ensemble:
        """Grow trees until `watch` says stop; it is told the loss on the rows of `stop`, if there are any."""

    def patience(self, rows: int) -> int:
        """Rounds without a better loss that are waited for at least."""
        return 50

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        job, scale, shift = posed(table, rows, task, seed, means)
        base = certain(job)
        if base is not None:
            return self.settle(job.link, Trees.nothing(base * scale + shift), table.shape[1], None)
        grown = self._grown(job, rows, task)
        trees = replace(grown.trees, value=grown.trees.value * scale, base=grown.trees.base * scale + shift)
        return self.settle(job.link, trees, table.shape[1], lambda x: grown.sums(x) * scale + shift)

    def _grown(self, job: Job, rows: Rows, task: Task) -> Ensemble:
        begin = time.monotonic()
        learn, stop = inner(rows, task, job.seed)
        if not len(stop) or (job.y[learn] == job.y[learn[0]]).all():
            return self.grow(job, None, Watch(UNWATCHED, 0, job.end))
        again = len(job.y) < REFIT
        half = None if job.end is None else begin + (job.end - begin) * (0.55 if again else 1.0)
        found = self.grow(job.at(learn), job.at(stop), Watch(self.rounds, self.patience(len(learn)), half))
        needed = (time.monotonic() - begin) * len(job.y) / max(1, len(learn))
        if not again or (job.end is not None and time.monotonic() + needed > job.end):
            return found
        return self.grow(job, None, Watch(found.rounds, 0, job.end))


def posed(table: Table, rows: Rows, task: Task, seed: int, means: Means) -> tuple[Job, float, float]:
    """The job, and what scales its sums back: numbers are learned with mean 0 and spread 1."""
    y, scale, shift = rows.answers.astype(np.float64), 1.0, 0.0
    if not task.classifies:
        shift, scale = float(y.mean()), float(y.std()) or 1.0
        y = (y - shift) / scale
    outputs = columns_of(task)
    names = table.names
    job = Job(
        x=table.matrix(),
        y=y,
        weights=rows.weights,
        categories=tuple(names.index(name) for name in table.having("category")),
        link=("logistic" if outputs == 1 else "softmax") if task.classifies else "identity",
        outputs=outputs,
        seed=seed,
        cores=means.cores,
        end=None if means.seconds is None else time.monotonic() + means.seconds,
    )
    return job, scale, shift


def certain(job: Job) -> Floats | None:
    """The base of all predictions, where there is nothing to learn: one answer, or no column."""
    if job.x.shape[1] and (job.y != job.y[0]).any():
        return None
    if job.link == "identity":
        return np.array([np.average(job.y, weights=job.weights)])
    counts = np.bincount(job.y.astype(np.intp), minlength=max(2, job.outputs)) + 1.0
    odds: Floats = np.log(counts)
    return odds[1:] - odds[:1] if job.link == "logistic" else odds
