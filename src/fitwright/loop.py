"""The one search loop: choose, run, write down, judge."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from fitwright.core.budget import Budget
from fitwright.core.events import Asked, Closed, Event, Listener, Opened, Started, Stepped
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Done, Key, Limits, Objective, Verdict, Work
from fitwright.execution import Executor
from fitwright.ledger import Ledger
from fitwright.scheduling import Scheduler
from fitwright.stopping import Rule

ATTEMPTS = 3
"""How often a step is tried where the machine, not the candidate, was at fault."""
LAG = 4
"""In a run without a time limit, decision n sees the results of decisions up to n - LAG."""
NAP = 0.25
"""Seconds between two looks at the clock."""

Allow = Callable[[Work, History, float], Limits]
"""(work, history, seconds left) to what the step may use."""


def unlimited(work: Work, history: History, seconds_left: float) -> Limits:
    """Only the end of the budget limits a step."""
    return Limits()


@dataclass
class Loop:
    """Runs steps until the budget or the space is spent, from where the ledger stands.

    With a time limit every decision sees all results there are.  Without one, decisions are numbered and
    decision n sees the results of decisions up to n - LAG, in the order of the decisions: so the outcome does
    not depend on the number of workers or on who finishes first.
    """

    scheduler: Scheduler
    rule: Rule
    executor: Executor
    ledger: Ledger
    budget: Budget
    allow: Allow = unlimited
    listeners: Sequence[Listener] = ()
    header: Mapping[str, Any] = field(default_factory=dict)
    """Plain values that a new run's first event tells, with what the loop adds."""
    history: History = field(default_factory=History)
    interrupted: bool = False
    _running: dict[int, Work] = field(default_factory=dict)
    _arrived: dict[int, Done] = field(default_factory=dict)
    _folded: int = 0
    """Decisions below this number have been folded into the history."""
    _decisions: int = 0
    _since: float = field(default_factory=time.monotonic)

    def run(self, objective: Objective) -> History:
        """Minimise `objective`; Ctrl-C ends the run and keeps what it has."""
        self.history = History(objective.steps, [event for _, event in self.ledger.since(0)])
        if not self.history.header:
            known = {"lag": LAG, "timed": self.timed, "folds": objective.steps.folds}
            self._say(Opened({**known, **self.header}))
        self._say(*[Closed(t.number, "failed", "lost", "The run was cut off.") for t in self.history.busy])
        try:
            self.executor.open(objective)
            self._turn()
        except KeyboardInterrupt:
            self.interrupted = True
        finally:
            self.executor.close()
        return self.history

    @property
    def timed(self) -> bool:
        """Does the clock decide?"""
        return self.budget.seconds is not None

    def _turn(self) -> None:
        while True:
            self._fill()
            if not self._running or self.budget.left <= 0:
                return
            for done in self.executor.wait(min(NAP, self.budget.left)):
                self._take(done)

    def _fill(self) -> None:
        """Start work while there is room for it and a reason."""
        while self.executor.room > 0 and self.budget.left > 0:
            if not self.timed and not self._fold_below(self._decisions - LAG + 1):
                return
            self._resume()
            work = self.scheduler.next(self.history, self.executor.room, self.budget.left)
            if work is not None:
                self._start(work)
            elif self.timed or self._folded >= self._decisions or not self._fold_below(self._folded + 1):
                return

    def _start(self, work: Work) -> None:
        asked = [] if work.key.trial in self.history else [Asked(work.key.trial, work.config, work.origin)]
        work = replace(work, number=self._decisions)
        work = replace(work, limits=self.allow(work, self.history, self.budget.left))
        self._decisions += 1
        self._say(*asked, Started(*work.key, decision=work.number, seen=self.history.results))
        self._running[work.number] = work
        self.executor.start(work)

    def _take(self, done: Done) -> None:
        """What came back: try again, or write it down."""
        number = next((n for n, work in self._running.items() if work.key == done.key), None)
        if number is None:
            return
        if done.more:
            self._report(number, done)
            return
        work = self._running.pop(number)
        trial, step, attempt = done.key
        if done.fault == "lost" and attempt + 1 < ATTEMPTS:
            again = replace(work, key=Key(trial, step, attempt + 1))
            self._say(Started(*again.key, decision=number, seen=self.history.results))
            self._running[number] = again
            self.executor.start(again)
            return
        self._arrived[number] = done
        if self.timed:
            self._fold(number)
        else:
            self._fold_below(self._decisions - LAG + 1)

    def _report(self, number: int, done: Done) -> None:
        """A trial that goes on by itself has come to a step: it waits for the verdict."""
        trial, at = done.key.trial, time.monotonic() - self._since
        work, result = self._running.pop(number), done.result
        if result is None or not math.isfinite(result.loss):
            self._say(Closed(trial, "failed", "exception", "The loss is not a finite number.", at))
            self.executor.answer(done.key, "stop")
        else:
            self._say(Stepped(trial, done.key.step, result, at))
            verdict = self.rule.judge(self.history[trial], self.history)
            self._say(*self._follow(trial, verdict, at))
            self.executor.answer(done.key, verdict)
        if self.history[trial].state != "running":
            self._arrived[number] = Done(done.key, fault="lost")
            return
        step = done.key.step._replace(fidelity=done.key.step.fidelity + 1)
        ahead = replace(work, key=done.key._replace(step=step))
        self._say(Started(*ahead.key, decision=number, seen=self.history.results))
        self._running[number] = ahead

    def _fold_below(self, number: int) -> bool:
        """Fold the decisions below `number`, in order; False where one of them has not come back."""
        while self._folded < min(number, self._decisions):
            if self._folded not in self._arrived:
                return False
            self._fold(self._folded)
        return True

    def _fold(self, number: int) -> None:
        """Into the history, the ledger first; then the rule has its say."""
        done = self._arrived.pop(number)
        self._folded = max(self._folded, number + 1)
        trial, at = self.history[done.key.trial], time.monotonic() - self._since
        if trial.state not in ("running", "paused"):
            return
        if done.result is None and not done.fault:
            self._say(Closed(trial.number, "done", at=at))
        elif done.result is None or not math.isfinite(done.result.loss):
            fault, why = done.fault or "exception", done.why or "The loss is not a finite number."
            self._say(Closed(trial.number, "failed", fault, why, at))
        else:
            self._say(Stepped(trial.number, done.key.step, done.result, at))
            self._say(*self._verdict(self.history[trial.number], at))
        if self.history[trial.number].state in ("failed", "stopped"):
            self._drop(trial.number)

    def _verdict(self, trial: Trial, at: float) -> list[Event]:
        """What follows from a step: the trial is over, it waits, or nothing."""
        if len(trial.results) == len(self.history.steps) and not self.history.steps.open_ended:
            return [Closed(trial.number, "done", at=at)]
        return self._follow(trial.number, self.rule.judge(trial, self.history), at)

    @staticmethod
    def _follow(trial: int, verdict: Verdict, at: float) -> list[Event]:
        """The event that a verdict becomes."""
        match verdict:
            case "go":
                return []
            case "pause":
                return [Closed(trial, "paused", at=at)]
            case "stop":
                return [Closed(trial, "stopped", why="Worse than the others at this step.", at=at)]

    def _resume(self) -> None:
        """Paused trials that the rule lets go on."""
        for trial in self.history.in_state("paused"):
            if self.rule.judge(trial, self.history) == "go":
                self._say(Closed(trial.number, "running"))

    def _drop(self, trial: int) -> None:
        """End what still runs for a trial that is over."""
        for number, work in list(self._running.items()):
            if work.key.trial == trial:
                self.executor.stop(work.key)
                self._arrived[number] = Done(self._running.pop(number).key, fault="lost")

    def _say(self, *events: Event) -> None:
        """The ledger first: what is not written down has not happened."""
        if not events:
            return
        self.ledger.append(list(events))
        self.history.add(*events)
        for event in events:
            for listener in self.listeners:
                listener(event)
