"""The one search loop: choose, run, write down, judge."""

import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, Self

from fitwright.core.budget import Budget
from fitwright.core.disk import tells_no_room
from fitwright.core.errors import Damaged, FitwrightError, Unsupported
from fitwright.core.events import Asked, Closed, Event, Listener, Opened, Started, Stepped, Warned
from fitwright.core.history import LAG, History
from fitwright.core.interrupt import Interrupt
from fitwright.core.past import Past
from fitwright.core.trial import Result, State
from fitwright.core.work import Done, Key, Limits, Objective, Verdict, Work
from fitwright.execution import Executor
from fitwright.ledger import Ledger
from fitwright.scheduling import Scheduler
from fitwright.stopping import Rule

ATTEMPTS = 3
"""How often a step is tried where the machine, not the candidate, was at fault."""
NAP = 0.25
"""Seconds between two looks at the clock."""
LOG = logging.getLogger("fitwright")

Allow = Callable[[Work, History, float], Limits]
"""(work, history, seconds left) to what a step may use; `work.limits.spent` is what its trial took so far."""


def unlimited(work: Work, history: History, seconds_left: float) -> Limits:
    """Only the end of the budget limits a step."""
    return Limits()


@dataclass
class _Numbers:
    """Decisions by number: what runs, what came back and waits for its turn, what is in the history."""

    count: int = 0
    folded: int = 0
    """Decisions below this number are in the history."""
    running: dict[int, Work] = field(default_factory=dict)
    arrived: dict[int, Done | None] = field(default_factory=dict)
    """None is nothing to write down: it stands in the history, or its trial is over."""
    times: dict[int, float] = field(default_factory=dict)
    """When it came back, in seconds since the run began."""
    again: list[Work] = field(default_factory=list)
    """What was under way when the last run was cut."""

    @classmethod
    def of(cls, past: Past) -> Self:
        """Where the ledger stands; what was granted and has not come back starts again."""
        history = past.history
        made = cls(count=1 + max(history.granted, default=-1))
        for number, (trial, step, attempt) in sorted(history.granted.items()):
            one = history[trial]
            reports = history.steps.open_ended and one.state == "running"  # it goes on until it closes
            if one.state not in ("running", "paused") or (step in one.results and not reports):
                made.arrived[number] = None
                continue
            step = step._replace(fidelity=0) if reports else step
            below = one.results.get(step._replace(fidelity=step.fidelity - 1))
            checkpoint = None if below is None else below.refs.get("checkpoint")
            config = history.asked[trial] if one.found else one.config  # it suggests its values once more
            work = Work(Key(trial, step, attempt), config, checkpoint, number=number, origin=one.origin)
            if (done := past.done(work)) is not None:
                made.arrived[number] = done
            else:
                made.again.append(work)
        while made.folded in made.arrived and made.arrived[made.folded] is None:
            del made.arrived[made.folded]
            made.folded += 1
        return made

    def number_of(self, key: Key) -> int | None:
        """The running decision with this key."""
        return next((number for number, work in self.running.items() if work.key == key), None)

    def spent(self, trial: int, history: History) -> float:
        """Seconds that a trial's steps took, those too whose results wait for their turn.

        None of what tells of its steps as it goes: where it was cut, it begins anew.
        """
        if trial not in history or history.steps.open_ended:
            return 0.0
        waiting = [done.result for done in self.arrived.values() if done and done.key.trial == trial]
        return history[trial].seconds + sum(result.seconds for result in waiting if result)

    def drop(self, trial: int) -> list[Key]:
        """Forget what is under way for a trial that is over; what of it runs."""
        for work in [*self.running.values(), *self.again]:
            if work.key.trial == trial:
                self.arrived[work.number] = None
        gone = [work.key for work in self.running.values() if work.key.trial == trial]
        self.running = {number: work for number, work in self.running.items() if work.key.trial != trial}
        self.again = [work for work in self.again if work.key.trial != trial]
        return gone


@dataclass
class Loop:
    """Runs steps until the budget or the space is spent, from where the ledger stands.

    With a time limit every decision sees all results there are.  Without one, decisions are numbered and
    decision n sees the results of decisions up to n - lag, in the order of the decisions: so the outcome does
    not depend on the number of workers or on who finishes first.  A run that was ended goes on as if it had
    not been: it decides anew from its last new trial on (`core/past.py`), and a step that was under way
    starts again, under the number of its decision.  What tells of its steps as it goes is judged at once, by
    all results there are: with several workers that is a matter of who is faster.

    Attributes
    ----------
    interrupted : did Ctrl-C end it?
    trouble : why it ended before its time (the disk is full, the ledger cannot be written), or "".
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
    interrupt: Interrupt = field(default_factory=Interrupt)
    lag: int | None = None
    """That of the searcher counts before it; where neither says one, what the run began with, or LAG."""
    patient: bool = False
    """Let what takes a moment come to its end before Ctrl-C is heeded."""
    history: History = field(default_factory=History)
    interrupted: bool = False
    trouble: str = ""
    _past: Past = field(default_factory=lambda: Past(History()))
    _numbers: _Numbers = field(default_factory=_Numbers)
    _since: float = 0.0

    def run(self, objective: Objective) -> History:
        """Minimise `objective`; Ctrl-C ends the run and keeps what it has, a second one raises."""
        lag = self.scheduler.searcher.lag or self.lag
        events = [event for _, event in self.ledger.since(0)]
        news = _from_now_on(lag, events)
        events += news
        self._past = Past.of(objective.steps, events, timed=self.timed)
        self.history = self._past.history
        self._numbers = _Numbers.of(self._past)
        self._since = time.monotonic() - self.history.spent
        clock = {"timed": self.timed, "paid": self.budget.scarce}
        if not self.history.header:
            known = {"lag": lag or LAG, "folds": objective.steps.folds, **clock}
            self._say(Opened({**known, **self.header}))
        elif self.timed and not self.history.timed:
            self._say(Opened(clock))
        self._say(*news, known=len(news))
        with self.interrupt:
            try:
                self.executor.open(objective)
                self._catch_up()
                self._turn()
            except KeyboardInterrupt:
                if self.interrupt.strikes > 1:
                    raise
                self.interrupted = True
            except FitwrightError:
                for number in sorted(self._numbers.arrived):
                    self._fold(number)
                raise
            finally:
                self.executor.close()
        self.history.add(*self._past.rest())
        if self.interrupted or self.trouble:  # what waits for its turn is worth more now than order
            for number in sorted(self._numbers.arrived):
                self._fold(number)
        return self.history

    @property
    def timed(self) -> bool:
        """Does the clock decide?"""
        return self.budget.seconds is not None

    def _turn(self) -> None:
        while True:
            self._fill()
            if not self._numbers.running or not self._goes_on():
                return
            asks = self.executor.hard_limits or self.patient  # else the work is done here, and asks nobody
            with nullcontext() if asks else self.interrupt.abrupt():
                ended = self.executor.wait(min(NAP, self.budget.left))
            for done in ended:
                self._take(done)

    def _goes_on(self) -> bool:
        self.interrupted = self.interrupted or (self.interrupt.strikes > 0 and not self.patient)
        return self.budget.left > 0 and not self.interrupted and not self.trouble

    def _catch_up(self) -> None:
        """Decide again what the record has, as far as all is known that it takes."""
        while self._past.ahead and self._goes_on() and (work := self._decide()) is not None:
            self._start(work)

    def _fill(self) -> None:
        """Start work while there is room for it and a reason."""
        numbers = self._numbers
        while self.executor.room > 0 and self._goes_on():
            work = numbers.again.pop(0) if numbers.again else self._decide()
            if work is None:
                return
            self._start(work)

    def _decide(self) -> Work | None:
        """The next piece of work, under a new number; None where nothing should start now."""
        numbers, lag = self._numbers, int(self.history.header.get("lag", LAG))
        while self.timed or self._fold_below(numbers.count - lag + 1):
            for trial in self.history.in_state("paused"):
                if self.rule.judge(trial, self.history) == "go":
                    self._say(Closed(trial.number, "running"))
            work = self.scheduler.next(self.history, self.executor.room, self.budget.left)
            if work is not None:
                numbers.count += 1
                return replace(work, number=numbers.count - 1)
            if self.timed or numbers.folded >= numbers.count or not self._fold_below(numbers.folded + 1):
                return None
        return None

    def _start(self, work: Work) -> None:
        asked = [] if work.key.trial in self.history else [Asked(work.key.trial, work.config, work.origin)]
        work = replace(work, limits=Limits(spent=self._numbers.spent(work.key.trial, self.history)))
        work = replace(work, limits=self.allow(work, self.history, self.budget.left))
        self._say(*asked, Started(*work.key, work.number, self.history.results, _seconds(self._since)))
        if (done := self._past.done(work)) is not None:
            self._numbers.arrived[work.number] = done
        elif self._past.ahead:
            self._numbers.again.append(work)  # it may run when all that is known has been told
        else:
            self._numbers.running[work.number] = work
            self.executor.start(work)

    def _take(self, done: Done) -> None:
        """What came back: try again, or write it down."""
        numbers = self._numbers
        number = numbers.number_of(done.key)
        if number is None:
            return
        if done.more:
            self._report(number, done)
            return
        work = numbers.running.pop(number)
        trial, step, attempt = done.key
        if done.fault and tells_no_room(done.why):
            self._give_up(done.why)  # the trial stays open: its step starts again when there is room
        elif done.fault == "lost" and attempt + 1 < ATTEMPTS:
            self._start(replace(work, key=Key(trial, step, attempt + 1)))
        else:
            numbers.arrived[number], numbers.times[number] = done, _seconds(self._since)
            if self.timed:
                self._fold(number)

    def _report(self, number: int, done: Done) -> None:
        """A trial that goes on by itself has come to a step: it waits for the verdict."""
        trial, at = self.history[done.key.trial], _seconds(self._since)
        work, result = self._numbers.running.pop(number), done.result
        if done.key.step in trial.results:  # it was cut, and comes here for the second time
            self.executor.answer(done.key, "go")
        elif result is None or not math.isfinite(result.loss):
            self._say(Closed(trial.number, "failed", "exception", _no_loss(done), at, _last(done)))
            self.executor.answer(done.key, "stop")
        else:
            verdict = self._result(Stepped(trial.number, done.key.step, result, at))
            self.executor.answer(done.key, verdict)
        if self.history[trial.number].state != "running":
            self._numbers.arrived[number] = None
            return
        step = done.key.step._replace(fidelity=done.key.step.fidelity + 1)
        ahead = replace(work, key=done.key._replace(step=step))
        self._say(Started(*ahead.key, number, self.history.results, _seconds(self._since)))
        self._numbers.running[number] = ahead

    def _fold_below(self, number: int) -> bool:
        """Fold the decisions below `number`, in order; False where one of them has not come back."""
        numbers = self._numbers
        while numbers.folded < min(number, numbers.count):
            if numbers.folded not in numbers.arrived:
                return False
            self._fold(numbers.folded)
        return True

    def _fold(self, number: int) -> None:
        """Into the history, the ledger first, with what the rule says; all in one commit."""
        done, at = self._numbers.arrived.pop(number), self._numbers.times.pop(number, _seconds(self._since))
        self._numbers.folded = max(self._numbers.folded, number + 1)
        if done is None:
            return
        trial = self.history[done.key.trial]
        known = done.key.step in trial.results and not self.history.steps.open_ended
        if known or trial.state not in ("running", "paused"):
            return
        if not done.fault and (done.result is None or done.why):  # it ended itself; with a reason, too soon
            state: State = "stopped" if done.why else "done"
            self._say(Closed(trial.number, state, why=done.why, at=at, result=_last(done)))
        elif done.result is None or not math.isfinite(done.result.loss):
            fault, why = done.fault or "exception", done.why or _no_loss(done)
            self._say(Closed(trial.number, "failed", fault, why, at, _last(done)))
        else:
            stepped = Stepped(trial.number, done.key.step, done.result, at)
            self._result(stepped, last=self.history.steps.open_ended)
        if self.history[trial.number].state in ("failed", "stopped"):
            for key in self._numbers.drop(trial.number):
                self.executor.stop(key)

    def _result(self, stepped: Stepped, last: bool = False) -> Verdict:
        """A result and what follows from it, in one commit: no run is cut between them."""
        self.history.add(stepped)
        trial, steps = self.history[stepped.trial], self.history.steps
        if last or (len(trial.results) == steps.count(trial.number) and not steps.open_ended):
            self._say(stepped, Closed(trial.number, "done", at=stepped.at), known=1)
            return "stop"
        verdict = self.rule.judge(trial, self.history)
        if verdict == "pause" and steps.open_ended:
            verdict = "stop"  # what goes on by itself keeps nothing to go on from
        self._say(stepped, *_follow(trial.number, verdict, stepped.at), known=1)
        return verdict

    def _say(self, *events: Event, known: int = 0) -> None:
        """The ledger first: what is not written down has not happened; the history knows `known` of them."""
        if not events:
            return
        new = self._past.new(events)
        try:
            if new:
                self.ledger.append(new)
        except (Damaged, Unsupported) as error:
            self._give_up(str(error))
        self.history.add(*events[known:])
        for event in new:
            for listener in self.listeners:
                listener(event)

    def _give_up(self, why: str) -> None:
        """Nothing more can be kept here: end, with what there is."""
        if not self.trouble:
            self.trouble = why
            self.history.add(Warned(f"The search ended early: {why}"))
            LOG.warning("The search ends early, with the best so far: %s", why)


def _from_now_on(lag: int | None, events: Sequence[Event]) -> list[Event]:
    """That decisions are made with another lag than so far, where they are."""
    told = [event.header["lag"] for event in events if isinstance(event, Opened) and "lag" in event.header]
    return [Opened({"lag": lag})] if told and lag not in (told[-1], None) else []


def _seconds(since: float) -> float:
    """Up to now."""
    return time.monotonic() - since


def _last(done: Done) -> Result | None:
    """What it had found and noted where it ended without a loss; None where that is nothing."""
    if done.result is None or not (done.result.found or done.result.notes):
        return None
    return replace(done.result, loss=math.inf)


def _no_loss(done: Done) -> str:
    got = "none" if done.result is None else str(done.result.loss)
    return f"Expected a finite loss; got {got}. Return a number, or raise where a config does not work."


def _follow(trial: int, verdict: Verdict, at: float) -> list[Event]:
    """The event that a verdict becomes."""
    match verdict:
        case "go":
            return []
        case "pause":
            return [Closed(trial, "paused", at=at)]
        case "stop":
            return [Closed(trial, "stopped", why="Worse than the others at this step.", at=at)]
