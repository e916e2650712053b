"""What ran when, and how it ended."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fitwright.core.events import Closed, Event, Started, Stepped
from fitwright.figures import Figure, spans
from fitwright.plots.plot import Plot, Told

Bar = tuple[float, float, int, str]
"""Start and end in seconds, the trial, and what its step came to."""


@dataclass
class Timeline(Plot):
    """A bar for each step, in as many rows as there were at a time; the colour says how its trial ended."""

    def draw(self, told: Told) -> Figure:
        ends = {event.trial: event.state for event in told.events if isinstance(event, Closed)}
        free: list[float] = []
        found = []
        for start, end, trial, text in sorted(_bars(told.events, told.sign)):
            row = next((i for i, taken in enumerate(free) if taken <= start + 1e-9), len(free))
            free[row : row + 1] = [end]
            found.append((row, start, end, ends.get(trial, "running"), f"trial {trial}, {text}"))
        return spans(found, "Timeline")


def _bars(events: Iterable[Event], sign: float) -> Iterator[Bar]:
    """Steps with a result, and those in which a trial failed."""
    begun: dict[int, Started] = {}
    for event in events:
        match event:
            case Started(trial):
                begun[trial] = event
            case Stepped(trial, step, result, at):
                yield at - result.seconds, at, trial, f"step {tuple(step)}: {sign * result.loss:.5g}"
            case Closed(trial, "failed", fault, _, at) if trial in begun:
                told = f"step {tuple(begun[trial].step)}: failed ({fault})"
                yield min(begun[trial].at, at), at, trial, told
