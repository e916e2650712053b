"""Searches on a clock that is not real: trainings take simulated seconds, for us and for others."""

import heapq
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks._curves import Course, Curves
from benchmarks._rivals import Rival
from fitwright import ledger, scheduling, stopping
from fitwright.core.budget import Budget
from fitwright.core.trial import Config, Result, Steps
from fitwright.core.work import Done, Key, Objective, Verdict, Work
from fitwright.execution import Executor
from fitwright.loop import Loop
from fitwright.search import Searcher, identity


@dataclass
class Clock:
    """What a search has spent, and what it has found.

    Attributes
    ----------
    now : simulated seconds.
    spent : training of all workers, in units of the task.
    whole : (spent, now, loss) when each training came to its end.
    begun : trainings that were begun.
    """

    now: float = 0.0
    spent: float = 0.0
    whole: list[tuple[float, float, float]] = field(default_factory=list)
    begun: int = 0

    def part(self, curves: Curves, course: Course, place: int) -> None:
        """A part of a training is over, now."""
        before = curves.parts[place - 1] if place else 0.0
        self.spent += curves.parts[place] - before
        self.begun += not place
        if place + 1 == len(curves.parts):
            self.whole.append((self.spent, self.now, float(course.losses[place])))


Enough = Callable[[Clock], bool]
"""Is the budget spent?"""


@dataclass
class Simulated(Budget):
    """Spent when the clock that is not real says so."""

    seconds: float | None = math.inf
    clock: Clock = field(default_factory=Clock)
    enough: Enough = lambda clock: False

    @property
    def left(self) -> float:
        """All or nothing."""
        return 0.0 if self.enough(self.clock) else math.inf


@dataclass(frozen=True)
class Trained:
    """Trainings as an objective: each part is a step at a higher fidelity."""

    curves: Curves

    @property
    def steps(self) -> Steps:
        """One fold; as many fidelities as parts."""
        return Steps(fidelities=self.curves.parts)

    def __call__(self, work: Work) -> Result:
        """The loss after this part, and what the part took."""
        losses, seconds = self.curves.course(work.config)
        place = work.key.step.fidelity
        before = float(seconds[place - 1]) if place else 0.0
        return Result(float(losses[place]), seconds=float(seconds[place]) - before)


class Virtual(Executor):
    """Workers that work on the clock: whoever ends first comes back first, and the clock is then there."""

    def __init__(self, curves: Curves, workers: int, clock: Clock):
        self.curves, self.workers, self.clock = curves, workers, clock
        self._objective: Objective | None = None
        self._queue: list[tuple[float, int, Work, Result]] = []
        self._begun = 0

    @property
    def room(self) -> int:
        """Idle workers."""
        return self.workers - len(self._queue)

    def open(self, objective: Objective) -> None:
        """Keep the objective."""
        self._objective = objective

    def start(self, work: Work) -> None:
        """Its result is known at once, and comes when its time has come."""
        result = None if self._objective is None else self._objective(work)
        if not isinstance(result, Result):
            raise TypeError(f"Expected an objective that gives one result a step; got {result!r}.")
        self._begun += 1
        heapq.heappush(self._queue, (self.clock.now + result.seconds, self._begun, work, result))

    def wait(self, seconds: float) -> list[Done]:
        """The next one that ends, whenever that is."""
        if not self._queue:
            return []
        self.clock.now, _, work, result = heapq.heappop(self._queue)
        self.clock.part(self.curves, self.curves.course(work.config), work.key.step.fidelity)
        return [Done(work.key, result)]

    def answer(self, key: Key, verdict: Verdict) -> None:
        """Nobody waits for one."""

    def stop(self, key: Key) -> None:
        """Its worker is free at once."""
        self._queue = [entry for entry in self._queue if entry[2].key != key]
        heapq.heapify(self._queue)

    def close(self) -> None:
        """Drop what is under way."""
        self._queue, self._objective = [], None


def ours(curves: Curves, searcher: Searcher, rule: str, workers: int, enough: Enough) -> Clock:
    """Our own loop, on the clock."""
    clock = Clock()
    order = scheduling.catalog.make("inorder", searcher=searcher, trials=None)
    budget = Simulated(clock=clock, enough=enough)
    executor = Virtual(curves, workers, clock)
    Loop(order, stopping.made(rule), executor, ledger.catalog.make("memory"), budget).run(Trained(curves))
    return clock


def others(curves: Curves, rival: Rival, workers: int, enough: Enough) -> Clock:
    """A searcher that is asked and told, and may end a training on its way.

    One that asks for a config again, with more training, goes on from where it was.
    """
    clock, queue, reached = Clock(), list[tuple[float, int, int, Config]](), dict[str, int]()
    number = -1
    while not enough(clock):
        while len(queue) < workers:
            number, config = number + 1, rival.ask()
            _begin(clock, curves, queue, (number, reached.get(identity(config), 0), config))
        clock.now, number_of, place, config = heapq.heappop(queue)
        course = curves.course(config)
        clock.part(curves, course, place)
        loss, amount = float(course.losses[place]), curves.parts[place]
        reached[identity(config)] = place + 1
        if place + 1 == len(curves.parts) or amount >= rival.until(number_of):
            rival.tell(loss, number=number_of)
        elif rival.goes_on(number_of, amount, loss):
            _begin(clock, curves, queue, (number_of, place + 1, config))
    return clock


def _begin(
    clock: Clock, curves: Curves, queue: list[tuple[float, int, int, Config]], what: tuple[int, int, Config]
) -> None:
    """A part of a training starts on an idle worker."""
    number, place, config = what
    place = min(place, len(curves.parts) - 1)
    seconds = curves.course(config).seconds
    ends = clock.now + float(seconds[place] - (seconds[place - 1] if place else 0.0))
    heapq.heappush(queue, (ends, number, place, config))


def reached_by(clock: Mapping[str, Any], budgets: Sequence[float], column: int, before: float) -> list[float]:
    """The best loss of a whole training within each budget; `before` where none had come to its end.

    `column` is 0 for budgets of training, 1 for seconds.
    """
    return [
        min((loss for *spent, loss in clock["whole"] if spent[column] <= budget), default=before)
        for budget in budgets
    ]
