"""What a run knows of itself: the fold of its events."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from fitwright.core.events import Asked, Closed, Event, Opened, Started, Stepped, Warned, Weighed
from fitwright.core.trial import State, Steps, Trial


class History:
    """Grows by events only; searchers, schedulers and rules read it, nobody else keeps state."""

    def __init__(self, steps: Steps | None = None, events: Iterable[Event] = ()):
        self.steps = steps or Steps()
        self.header: dict[str, Any] = {}
        self.card: dict[str, Any] = {}
        self.warnings: list[str] = []
        self._trials: dict[int, Trial] = {}
        self._results = 0
        self.add(*events)

    def add(self, *events: Event) -> None:
        """Take in what happened, in order."""
        for event in events:
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
        return [t for t in self if t.state in states]

    def scored(self) -> list[Trial]:
        """Trials with at least one result that did not fail, oldest first."""
        return [t for t in self if t.results and t.state != "failed"]

    def best(self, count: int = 1) -> list[Trial]:
        """The done trials with the lowest loss, best first; the older one wins a tie."""
        return sorted(self.in_state("done"), key=lambda t: (t.loss, t.number))[:count]

    @property
    def busy(self) -> list[Trial]:
        """Running trials with a step that was granted and has not come back."""
        return [t for t in self.in_state("running") if t.pending]

    def _take(self, event: Event) -> None:
        match event:
            case Opened(header):
                self.header |= header
            case Asked(trial, config, origin):
                self._trials[trial] = Trial(trial, config, origin=origin)
            case Started(trial, step):
                granted = self[trial].started | {step}
                self._trials[trial] = replace(self[trial], started=granted, state="running")
            case Stepped(trial, step, result):
                results = {**self[trial].results, step: result}
                self._trials[trial] = replace(self[trial], results=results)
                self._results += 1
            case Closed(trial, state, fault, why):
                self._trials[trial] = replace(self[trial], state=state, fault=fault, why=why)
            case Weighed(card):
                self.card = card
            case Warned(text):
                self.warnings.append(text)
