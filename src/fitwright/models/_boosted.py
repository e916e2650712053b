"""What all boosters share: early stopping on inner rows, and the second fit on all rows."""

import time
from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar, Self

from fitwright.core.rows import Rows
from fitwright.core.table import Table
from fitwright.core.task import Task
from fitwright.core.work import Means
from fitwright.models._grown import Grown, Link, weighed
from fitwright.models._job import Job, constant, link_of, posed
from fitwright.models._trees import Trees
from fitwright.models._watch import PATIENCE, Watch
from fitwright.models.model import Cost
from fitwright.splits import inner

REFIT = 20_000
"""With fewer rows the model is fitted again on all of them."""
KNOWN, GROWTH = 1_000, 0.4
"""Rows for which `reach` holds, and how it rises with them: the more there are, the finer are the differences
that they tell for sure."""
ENOUGH = 10.0
"""Rounds times learning rate that are worth a second fit."""
WALK = 8e-8
"""Seconds in which a row passes a tree."""
UNWATCHED = 100
"""Rounds where there are no rows to watch the loss on."""


class Boosted(Grown):
    """Trees that are grown one after the other, each on what the earlier ones left."""

    learning_rate: float
    rounds: ClassVar[int] = 4000
    """At most so many, where nothing else stops it."""
    reach: ClassVar[Mapping[Link, float]] = {"identity": 13.0, "logistic": 4.5, "softmax": 2.5}
    """Rounds times learning rate after which the loss usually falls no more: the answer of a row says more
    where it is a number than where it is a class, so there is more to add."""

    @abstractmethod
    def grow(self, job: Job, stop: Job | None, watch: Watch) -> Trees:
        """Grow trees until `watch` says stop; it is told the loss on the rows of `stop`, if there are any."""

    @abstractmethod
    def each(self, rows: int, columns: int) -> float:
        """About how many seconds a tree takes on one core."""

    def cost(self, task: Task, shape: tuple[int, int]) -> Cost:
        rows, columns = max(1, shape[0]), max(1, shape[1])
        return self._cost(task, rows, columns, self.reach[link_of(task)] * (rows / KNOWN) ** GROWTH)

    def _cost(self, task: Task, rows: int, columns: int, reach: float) -> Cost:
        """Where so many rounds times learning rate are enough."""
        outputs = len(task.outputs) if link_of(task) == "softmax" else 1
        rounds = min(self.rounds, int(reach / self.learning_rate))
        grown = rounds + max(PATIENCE, 0.3 * rounds + 20) + (rounds if rows < REFIT else 0)
        seconds = grown * outputs * self.each(rows, columns) + rounds * outputs * rows * WALK
        return Cost(
            0.02 + 2e-7 * rows * columns + seconds, int(24 * rows * columns + 4096 * rounds * outputs)
        )

    def fit(self, table: Table, rows: Rows, task: Task, seed: int, means: Means) -> Self:
        term = _Term(means)
        table, rows = weighed(table, rows)
        job, back = posed(table, rows, task, seed, means.cores)
        if not job.teaches:
            return self.settle(link_of(task), constant(rows, task), table.shape[1])
        trees = back.trees(self._grown(job, rows, task, term))
        return self.settle(link_of(task), trees, table.shape[1])

    def _grown(self, job: Job, rows: Rows, task: Task, term: "_Term") -> Trees:
        """On few rows the inner ones are missed: then as many rounds again, on all of them."""
        learn, stop = inner(rows, task, job.seed)
        part = job.at(learn)
        if not len(stop) or not part.teaches:
            return self.grow(job, None, term.watch(UNWATCHED, self.learning_rate))
        enough = self._cost(task, len(job.y), job.x.shape[1], ENOUGH).seconds / job.cores
        again = len(job.y) < REFIT and (term.seconds is None or enough < term.seconds)
        watch = term.watch(self.rounds, self.learning_rate, 0.45 if again else 1.0)
        found = self.grow(part, job.at(stop), watch)
        if not again or not term.lasts(watch.at / watch.seen * len(job.y) / len(learn)):
            return found
        return self.grow(job, None, term.watch(watch.at, watch.rate))


class _Term:
    """The time that a fit has, from now on; a tenth is kept back for what comes after the last tree."""

    def __init__(self, means: Means):
        self.seconds = None if means.seconds is None else 0.9 * means.seconds
        self._begin, self._clock = time.monotonic(), means.clock

    def watch(self, rounds: int, rate: float, share: float = 1.0) -> Watch:
        """A watch over at most so many rounds, that ends when a share of the time is over."""
        end = None if self.seconds is None else self._begin + share * self.seconds
        return Watch(rounds, end, rate, self._clock)

    def lasts(self, times: float) -> bool:
        """Is there time for `times` as much as was done so far?"""
        if self.seconds is None:
            return True
        spent = time.monotonic() - self._begin
        return bool(self._clock.says(spent + times * spent <= self.seconds))
