"""What a run knows of itself: the fold of its events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import nsmallest
from typing import Any

from fitwright.core.events import (
    Asked,
    Closed,
    Event,
    Grown,
    Opened,
    Refitted,
    Started,
    Stepped,
    Undone,
    Warned,
    Weighed,
)
from fitwright.core.trial import Config, Result, State, Step, Steps, Trial

LAG = 4
"""Without a time limit, decision n sees the results of those up to n - LAG, unless another lag is said."""
DECISIONS = (Asked, Started, Stepped, Closed)
"""What a run that goes on may decide otherwise; everything else has happened for good."""


def standing(events: Sequence[Event]) -> list[tuple[int, Event]]:
    """Events with their places: without what a run that went on has undone."""
    stands = [True] * len(events)
    for place, event in enumerate(events):
        if isinstance(event, Undone):
            stands[place] = False
            for earlier in range(event.kept, place):
                stands[earlier] &= not isinstance(events[earlier], DECISIONS)
    return [(place, event) for place, event in enumerate(events) if stands[place]]


class History:
    """Grows by events only; searchers, schedulers and rules read it, nobody else keeps state."""

    def __init__(self, steps: Steps | None = None, events: Iterable[Event] = ()):
        self.steps = steps or Steps()
        self.header: dict[str, Any] = {}
        self.card: dict[str, Any] = {}
        self.warnings: list[str] = []
        self.refitted: dict[int, Result] = {}
        """Candidates that were fitted on all rows: number to the latest result."""
        self.granted: dict[int, tuple[int, Step, int]] = {}
        """Decisions, by their numbers: the trial, step and latest attempt that each one granted."""
        self.asked: dict[int, Config] = {}
        """What was proposed for each trial; one that suggests its values tells of others, as it goes."""
        self.spent = 0.0
        """Seconds that the run had taken when the last of its events happened."""
        self.timed = False
        """Has it had a time limit at any time?  Then the clock has decided too."""
        self._told: list[Event] = []
        self._trials: dict[int, Trial] = {}
        self._states: dict[State, set[int]] = defaultdict(set)
        self._results = 0
        self.taken = 0
        """Events so far: a history that has taken no more is the same as before."""
        self.changed: list[int] = []
        """Numbers of trials, each as often as it became another; a new list where trials were undone."""
        self.add(*events)

    def add(self, *events: Event) -> None:
        """Take in what happened, in order."""
        for event in events:
            self._told.append(event)
            self._take(event)

    def __len__(self) -> int:
        return len(self._trials)

    def __iter__(self) -> Iterator[Trial]:
        return iter(self._trials.values())

    def __getitem__(self, number: int) -> Trial:
        return self._trials[number]

    def __contains__(self, number: int) -> bool:
        return number in self._trials

    @property
    def results(self) -> int:
        """How many steps have come back with a result."""
        return self._results

    def in_state(self, *states: State) -> list[Trial]:
        """Trials in one of these states, oldest first."""
        numbers: set[int] = set().union(*(self._states[state] for state in states))
        return [self._trials[number] for number in sorted(numbers)]

    def scored(self) -> list[Trial]:
        """Trials with at least one result that did not fail, oldest first."""
        return [t for t in self if t.results and t.state != "failed"]

    def best(self, count: int = 1) -> list[Trial]:
        """The done trials with the lowest loss, best first; the older one wins a tie."""
        return nsmallest(count, self.in_state("done"), key=lambda t: (t.loss, t.number))

    @property
    def busy(self) -> list[Trial]:
        """Running trials with a step that was granted and has not come back."""
        return [t for t in self.in_state("running") if t.pending]

    def with_trials(self, trials: Iterable[Trial]) -> "History":
        """The same run, had its trials been these."""
        made = self._anew()
        for trial in trials:
            made._put(trial)
            made._results += len(trial.results)
        return made

    def seen_as(self, trials: Sequence[Trial]) -> "History":
        """The same run, had its trials looked like these, in the same states, with as many results."""
        made = self._anew()
        made._trials = {trial.number: trial for trial in trials}
        made._states |= {state: set(numbers) for state, numbers in self._states.items()}
        made._results, made.changed = self._results, list(made._trials)
        return made

    def _anew(self) -> "History":
        made = History(self.steps)
        made.header, made.spent, made.timed, made.asked = self.header, self.spent, self.timed, self.asked
        return made

    def _take(self, event: Event) -> None:
        self.taken += 1
        self.spent = max(self.spent, getattr(event, "at", 0.0))
        match event:
            case Opened(header):
                self.header |= header
                self.timed |= bool(header.get("timed"))
            case Asked(trial, config, origin):
                self.asked[trial] = config
                self._put(Trial(trial, config, origin=origin))
            case Started(trial, step, attempt, decision):
                granted = self[trial].started | {step}
                self.granted[decision] = (trial, step, attempt)
                self._put(replace(self[trial], started=granted, state="running"))
            case Stepped(trial, step, result):
                results = {**self[trial].results, step: result}
                found = {name: value for name, (_, value) in result.found.items()}
                self._put(replace(self[trial], results=results, config=found or self[trial].config))
                self._results += 1
            case Closed(trial, state, fault, why, _, last):
                found = {} if last is None else {name: value for name, (_, value) in last.found.items()}
                config = found or self[trial].config
                self._put(replace(self[trial], state=state, fault=fault, why=why, last=last, config=config))
            case _:
                self._note(event)

    def _note(self, event: Event) -> None:
        """What concerns the run as a whole."""
        match event:
            case Refitted(trial, result):
                self.refitted[trial] = result
            case Weighed(card):
                self.card = card
            case Warned(text):
                self.warnings.append(text)
            case Grown(space, configs):
                self.header["study"] = {**self.header.get("study", {}), "space": space}
                for number in configs.keys() & self._trials.keys():  # a listener knows what it has heard
                    self._put(replace(self[number], config=configs[number]))
            case Undone():
                self._undo()

    def _undo(self) -> None:
        """Only the trials; what was said of the run as a whole stands."""
        before = History(self.steps, [event for _, event in standing(self._told)])
        self.granted, self._results, self.asked = before.granted, before._results, before.asked
        self._trials, self._states, self.changed = before._trials, before._states, before.changed

    def _put(self, trial: Trial) -> None:
        """The trial as it is now, found by its state."""
        if (before := self._trials.get(trial.number)) is not None:
            self._states[before.state].discard(trial.number)
        self._trials[trial.number] = trial
        self._states[trial.state].add(trial.number)
        self.changed.append(trial.number)


class News:
    """A reader's place in a history: so that nobody has to look at all trials each time.

    Examples
    --------
    >>> news, history = News(), History(events=[Asked(0, {}), Asked(1, {})])
    >>> again, trials = news.of(history)
    >>> again, [trial.number for trial in trials]
    (True, [0, 1])
    >>> history.add(Closed(1, "failed"))
    >>> again, trials = news.of(history)
    >>> again, [trial.number for trial in trials]
    (False, [1])
    """

    def __init__(self) -> None:
        self._changed: list[int] | None = None
        self._read = 0

    def of(self, history: History) -> tuple[bool, list[Trial]]:
        """Is what was read before void, and which trials have changed since, oldest first?

        It is void of another history, and where trials were undone; then all trials count as changed.
        """
        again = self._changed is not history.changed
        if again:
            self._changed, self._read = history.changed, 0
        numbers = sorted(set(history.changed[self._read :]))
        self._read = len(history.changed)
        return again, [history[number] for number in numbers]
