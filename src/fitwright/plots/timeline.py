"""What ran when, and how it ended."""

from dataclasses import dataclass

from fitwright.core.events import Closed, Stepped
from fitwright.figures import Figure, spans
from fitwright.plots.plot import Plot, Told


@dataclass
class Timeline(Plot):
    """A bar for each step, in as many rows as there were at a time; the colour says how its trial ended."""

    def draw(self, told: Told) -> Figure:
        steps = [event for event in told.events if isinstance(event, Stepped)]
        ends = {event.trial: event.state for event in told.events if isinstance(event, Closed)}
        free: list[float] = []
        found = []
        for event in sorted(steps, key=lambda e: (e.at - e.result.seconds, e.trial)):
            start = event.at - event.result.seconds
            row = next((i for i, end in enumerate(free) if end <= start + 1e-9), len(free))
            free[row : row + 1] = [event.at]
            state = ends.get(event.trial, "running")
            value = told.sign * event.result.loss
            found.append(
                (row, start, event.at, state, f"trial {event.trial}, step {tuple(event.step)}: {value:.5g}")
            )
        return spans(found, "Timeline")
