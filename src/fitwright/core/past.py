"""What a run that goes on had come to: its last steps are decided again, and none is done twice."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Self

from fitwright.core.events import Asked, Event, Grown, Opened, Started, Stepped, Undone
from fitwright.core.history import DECISIONS, History, standing
from fitwright.core.trial import Config, Step, Steps, Trial
from fitwright.core.work import Done, Key, Work

_APART = ("at", "attempt")
"""In what an event may differ from the same one at another time."""


@dataclass
class Past:
    """The record of a run up to its last new trial, and what was decided later.

    Ctrl-C takes in results out of their turn; and where the budget has no more new trials, old ones get their
    further steps at once.  A run that nobody had ended there would have decided otherwise.  So a run that
    goes on decides anew from its last new trial on.  Results that are there are not worked for again, what
    comes out the same is not written again, and the first event that does not undoes the rest.  What was
    decided in a space that has grown since, or with another lag, stands: the study ended there.

    Attributes
    ----------
    history : the run up to there.
    ahead : what was decided later, with its place in the ledger, as far as it has not come out again.
    """

    history: History
    ahead: deque[tuple[int, Event]] = field(default_factory=deque)
    _known: dict[tuple[int, Step], tuple[Config, Done]] = field(default_factory=dict)
    _kept: int = 0

    @classmethod
    def of(cls, steps: Steps, events: Sequence[Event], *, timed: bool) -> Self:
        """The past of a run with these events.

        Where the clock decides or has decided, all of it stands; so where a trial told of its steps as it
        went, for it was judged by what was there.
        """
        whole, stands = History(steps, events), standing(events)
        told_of_steps = steps.open_ended and not all(map(_in_one_go, whole))
        begin = None if timed or whole.timed or told_of_steps else _open(stands)
        if begin is None:
            return cls(whole)
        before = [e for i, (_, e) in enumerate(stands) if i < begin or not isinstance(e, DECISIONS)]
        history = History(steps, before)
        history.spent = whole.spent
        ahead, granted = deque[tuple[int, Event]](), set(history.granted)
        for place, event in stands[begin:]:
            if isinstance(event, Started):
                if event.decision in granted:  # it was cut or lost, and began once more
                    continue
                granted.add(event.decision)
            if isinstance(event, DECISIONS):
                ahead.append((place, event))
        outcomes = _outcomes(whole, [event for _, event in ahead])
        known = {at: (history[at[0]].config, done) for at, done in outcomes.items() if at[0] in history}
        return cls(history, ahead, known, stands[begin - 1][0] + 1)

    def done(self, work: Work) -> Done | None:
        """What this work came to, where that is known of the same config."""
        config, done = self._known.get((work.key.trial, work.key.step), (None, None))
        return None if done is None or config != work.config else replace(done, key=work.key)

    def new(self, events: Sequence[Event]) -> list[Event]:
        """What is to be written down of these: nothing where they stand there already."""
        if not self.ahead:
            return list(events)
        its = [event for _, event in self.ahead][: len(events)]
        if len(its) == len(events) and all(map(_are_same, events, its)):
            self._kept = [self.ahead.popleft() for _ in events][-1][0] + 1
            return []
        self.ahead.clear()
        return [Undone(self._kept), *events]

    def rest(self) -> list[Event]:
        """What stands in the record and was not decided again, because the run has ended before."""
        left = [event for _, event in self.ahead]
        self.ahead.clear()
        return left


def _open(stands: Sequence[tuple[int, Event]]) -> int | None:
    """Behind which event all may be decided anew: the last trial has begun, or space or lag are other ones.

    None where there is no second trial.
    """
    begun = None
    for at, (_, event) in enumerate(stands):
        if isinstance(event, Asked) and event.trial > 0:
            begun = at + 2  # its first step was granted together with it
        elif isinstance(event, Grown) or (at and isinstance(event, Opened) and "lag" in event.header):
            begun = at + 1
    return begun


def _in_one_go(trial: Trial) -> bool:
    """Did it tell of no steps as it went, and does nobody wait for a second one?"""
    ended = trial.state == "done"
    return len(trial.started) == 1 and trial.state != "paused" and bool(trial.results) == ended


def _outcomes(whole: History, events: Sequence[Event]) -> dict[tuple[int, Step], Done]:
    """What steps came to: results, and how a trial failed or ended itself where it is clear in which step."""
    found = {
        (e.trial, e.step): Done(Key(e.trial, e.step), e.result) for e in events if isinstance(e, Stepped)
    }
    for trial in whole.in_state("failed", "stopped"):
        if len(trial.pending) == 1 and (trial.state == "failed" or not trial.results):
            (step,) = trial.pending
            found[trial.number, step] = Done(Key(trial.number, step), trial.last, trial.fault, trial.why)
    return found


def _are_same(one: Event, other: Event) -> bool:
    """Do they say the same, but for the time?"""
    names = [word.name for word in fields(one) if word.name not in _APART]
    return type(one) is type(other) and all(getattr(one, name) == getattr(other, name) for name in names)
