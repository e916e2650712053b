"""Loops to test with: a cheap function, an executor that gives back in any order, a ledger that counts."""

import random

from fitwright.core.budget import Budget
from fitwright.core.history import History
from fitwright.core.trial import Result, Steps
from fitwright.core.work import Done
from fitwright.execution.executor import Executor
from fitwright.ledger.memory import Memory
from fitwright.loop import Loop
from fitwright.scheduling.racing import Racing
from fitwright.search.random import Random
from fitwright.space import Float, Space
from fitwright.stopping.median import Median

SPACE = Space(x=Float(0, 1))


class Bowl:
    """Three folds of a parabola."""

    steps = Steps(3)

    def __call__(self, work):
        return Result((work.config["x"] - 0.3) ** 2 + work.key.step.fold)


class Shuffled(Executor):
    """Gives results back in a random order, some after others that began later."""

    def __init__(self, workers, seed, lose=0):
        self.workers, self.random, self.lose = workers, random.Random(seed), lose
        self.waiting = []

    def open(self, objective):
        self.objective = objective

    @property
    def room(self):
        return self.workers - len(self.waiting)

    def start(self, work):
        assert self.room > 0
        self.waiting.append(work)

    def wait(self, seconds):
        if not self.waiting:
            return []
        work = self.waiting.pop(self.random.randrange(len(self.waiting)))
        if self.lose and work.key.attempt < self.lose:
            return [Done(work.key, fault="lost", why="gone")]
        return [Done(work.key, self.objective(work))]

    def answer(self, key, verdict):
        raise AssertionError("nothing here reports")

    def stop(self, key):
        self.waiting = [work for work in self.waiting if work.key != key]

    def close(self):
        self.waiting = []


def looped(executor, trials=12, rule=None, ledger=None, scheduler=None, **more):
    scheduler = scheduler or Racing(Random(SPACE, seed=1), trials=trials, breadth=4)
    return Loop(scheduler, rule or Median(), executor, ledger or Memory(), Budget(None, trials), **more)


def told(history: History):
    return [(t.number, t.config, t.losses, t.state) for t in history]


class Commits(Memory):
    """Keeps what was appended together."""

    def __init__(self):
        super().__init__()
        self.commits = []

    def append(self, events):
        super().append(events)
        self.commits.append(list(events))
