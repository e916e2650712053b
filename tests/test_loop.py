"""The loop ends, repeats itself, survives faults and keeps what it has."""

import random

import pytest

from fitwright.core.budget import Budget
from fitwright.core.events import Closed, Opened, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Result, Steps
from fitwright.core.work import Done
from fitwright.execution.executor import Executor
from fitwright.execution.serial import Serial
from fitwright.ledger.memory import Memory
from fitwright.loop import Loop
from fitwright.scheduling.racing import Racing
from fitwright.search.random import Random
from fitwright.space import Float, Space
from fitwright.stopping.median import Median
from fitwright.stopping.never import Never

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


def test_every_trial_is_over_at_the_end():
    history = looped(Serial(), rule=Never()).run(Bowl())
    assert len(history) == 12
    assert {t.state for t in history} == {"done"}
    assert all(len(t.results) == 3 for t in history)


@pytest.mark.parametrize("workers", [1, 2, 3, 4])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_with_a_budget_in_trials_neither_workers_nor_arrival_matter(workers, seed):
    expected = told(looped(Serial()).run(Bowl()))
    assert told(looped(Shuffled(workers, seed)).run(Bowl())) == expected


def test_what_the_machine_lost_is_tried_again_and_then_given_up():
    assert {t.state for t in looped(Shuffled(2, 0, lose=2), rule=Never()).run(Bowl())} == {"done"}
    history = looped(Shuffled(2, 0, lose=3), trials=2, rule=Never()).run(Bowl())
    assert {(t.state, t.fault) for t in history} == {("failed", "lost")}


def test_a_candidates_error_closes_it_and_the_run_goes_on():
    class Picky(Bowl):
        def __call__(self, work):
            if work.config["x"] > 0.5:
                raise ValueError("too large")
            return super().__call__(work)

    history = looped(Serial(), rule=Never()).run(Picky())
    failed = history.in_state("failed")
    assert failed
    assert all("too large" in t.why for t in failed)
    assert len(failed) + len(history.in_state("done")) == 12


def test_a_loss_that_is_no_number_is_a_failure():
    class Odd(Bowl):
        def __call__(self, work):
            return Result(float("nan"))

    assert {t.state for t in looped(Serial(), trials=3).run(Odd())} == {"failed"}


def test_a_run_goes_on_from_its_ledger():
    ledger = Memory()
    looped(Serial(), trials=4, rule=Never(), ledger=ledger).run(Bowl())
    history = looped(Serial(), trials=9, rule=Never(), ledger=ledger).run(Bowl())
    assert len(history) == 9
    assert sum(isinstance(event, Opened) for _, event in ledger.since(0)) == 1


def test_time_ends_a_run():
    loop = looped(Shuffled(2, 0), trials=None)
    loop.budget = Budget(0.3)
    history = loop.run(Bowl())
    assert history.best(1)[0].loss == min(t.loss for t in history.in_state("done"))


def test_listeners_hear_what_the_ledger_holds_in_its_order():
    ledger, heard = Memory(), []
    looped(Serial(), trials=3, ledger=ledger, listeners=[heard.append]).run(Bowl())
    assert heard == [event for _, event in ledger.since(0)]
    kinds = [type(event) for event in heard]
    assert kinds.index(Started) < kinds.index(Stepped) < kinds.index(Closed)


def test_ctrl_c_keeps_what_there_is():
    class Pressed(Bowl):
        def __call__(self, work):
            if work.key.trial == 5:
                raise KeyboardInterrupt
            return super().__call__(work)

    loop = looped(Serial(), rule=Never())
    history = loop.run(Pressed())
    assert loop.interrupted
    assert history.scored()


class Reporting:
    """Goes on by itself and reports as it goes."""

    steps = Steps(open_ended=True)

    def __call__(self, work):
        for epoch in range(5):
            yield Result(work.config["x"] / (epoch + 1))


def test_a_trial_that_reports_is_judged_at_each_report():
    history = looped(Serial(), rule=Never(), trials=3).run(Reporting())
    assert {t.state for t in history} == {"done"}
    assert {len(t.results) for t in history} == {5}
    judged = looped(Serial(), rule=Median(), trials=12).run(Reporting())
    assert judged.in_state("stopped")
    assert all(len(t.results) < 5 for t in judged.in_state("stopped"))
