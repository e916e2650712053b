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
from fitwright.models._grown import Grown, Link, columns_of, weighed
from fitwright.models._trees import Trees
from fitwright.splits import inner

REFIT = 20_000
"""With fewer rows the model is fitted again on all of them."""
PATIENCE = 50
"""Rounds without a lower loss that are waited for at least."""
SMALL = 20_000
"""Cells that one thread alone works on."""
UNWATCHED = 100
"""Rounds where there are no rows to watch the loss on."""
PROBE = 5
"""Rounds after which it is known how long one takes."""
ENOUGH = 6.0
"""Rounds times learning rate that most tables need."""
HASTE = 0.3
"""The learning rate is not raised above this."""


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
    sums: Callable[[Floats], Floats] | None = None
    """The same sums by the library's own way, where that is quicker and exact."""


class Watch:
    """Says after each round whether to go on, and how large the next step shall be.

    It stops after `rounds`, when the time is over, or when the loss on the inner rows has not fallen for
    max(50, 0.3 * best + 20) rounds.

    Attributes
    ----------
    seen : rounds so far.
    at : the round to keep: the best one, where losses are told.
    rate : the learning rate; higher than asked for, where the time would end before enough is learned.
    """

    def __init__(self, rounds: int, end: float | None, rate: float):
        self.rounds, self.end, self.rate = rounds, end, rate
        self.begin = time.monotonic()
        self.seen, self.at, self.best = 0, 1, np.inf

    def goes_on(self, loss: float | None) -> bool:
        """Is another round wanted, after one that ended with this loss?"""
        self.seen += 1
        if loss is None:
            self.at = self.seen
        elif loss < self.best:
            self.best, self.at = loss, self.seen
        patient = self.seen - self.at < max(PATIENCE, 0.3 * self.at + 20)
        return patient and self.seen < self.rounds and (self.end is None or time.monotonic() < self.end)

    def hurry(self, each: float | None = None) -> float:
        """The learning rate with which enough is learned before the time ends, where a round takes `each`
        seconds; as long as those so far where that is not known.
        """
        now = time.monotonic()
        if self.end is not None and self.rounds * self.rate > ENOUGH:
            each = (now - self.begin) / self.seen if each is None else each
            left = max(1.0, (self.end - now) / max(each, 1e-6))
            self.rate = max(self.rate, min(HASTE, ENOUGH / left))
        return self.rate


class Boosted(Grown):
    """Trees that are grown one after the other, each on what the earlier ones left."""

    learning_rate: float
    rounds: ClassVar[int] = 4000
    """At most so many, where nothing else stops it."""

    @abstractmethod
    def grow(self, job: Job, stop: Job | None, watch: Watch) -> Ensemble:
        """Grow trees until `watch` says stop; it is told the loss on the rows of `stop`, if there are any."""

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        begin = time.monotonic()
        table, rows = weighed(table, rows)
        job, scale, shift = posed(table, rows, task, seed, means)
        base = certain(job)
        if base is not None:
            return self.settle(job.link, Trees.nothing(base * scale + shift), table.shape[1])
        end = None if means.seconds is None else begin + 0.9 * means.seconds
        trees, sums = self._grown(job, rows, task, begin, end)
        scaled = replace(trees, value=trees.value * scale, base=trees.base * scale + shift)
        quick = None if sums is None else lambda x: sums(x) * scale + shift
        return self.settle(job.link, scaled, table.shape[1], quick)

    def _grown(self, job: Job, rows: Rows, task: Task, begin: float, end: float | None) -> Ensemble:
        """On few rows the inner ones are missed: then as many rounds again, on all of them."""
        learn, stop = inner(rows, task, job.seed)
        if not len(stop) or (job.y[learn] == job.y[learn[0]]).all():
            return self.grow(job, None, Watch(UNWATCHED, end, self.learning_rate))
        again = len(job.y) < REFIT
        half = None if end is None else begin + (end - begin) * (0.5 if again else 1.0)
        watch = Watch(self.rounds, half, self.learning_rate)
        found = self.grow(job.at(learn), job.at(stop), watch)
        needed = (time.monotonic() - begin) * watch.at / watch.seen * len(job.y) / len(learn)
        if not again or (end is not None and time.monotonic() + needed > end):
            return found
        return self.grow(job, None, Watch(watch.at, end, watch.rate))


def posed(table: Table, rows: Rows, task: Task, seed: int, means: Means) -> tuple[Job, float, float]:
    """The job, and what scales its sums back: numbers are learned with mean 0 and spread 1."""
    y, scale, shift = rows.answers.astype(np.float64), 1.0, 0.0
    if not task.classifies:
        shift, scale = float(y.mean()), float(y.std()) or 1.0
        y = (y - shift) / scale
    outputs, names = columns_of(task), table.names
    job = Job(
        x=table.matrix(),
        y=y,
        weights=rows.weights,
        categories=tuple(names.index(name) for name in table.having("category")),
        link=("logistic" if outputs == 1 else "softmax") if task.classifies else "identity",
        outputs=outputs,
        seed=seed,
        cores=means.cores,
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
