"""Every trial's value, and the best so far."""

from dataclasses import dataclass
from itertools import accumulate

from fitwright.core.goals import Goals
from fitwright.figures import Figure, line, scatter
from fitwright.plots.plot import Plot, Told


@dataclass
class History(Plot):
    """The best value over the trials, or with `every` all values; of several losses the first one.

    Trials that break a limit do not count as best.

    Examples
    --------
    >>> from fitwright import Float, tune
    >>> tune(lambda c: c["x"], {"x": Float(0, 1)}, max_trials=3).plot("history")
    Figure('Best so far')
    """

    every: bool = False

    def draw(self, told: Told) -> Figure:
        trials = told.scored
        if self.every:
            points = [(float(t.number), told.value(t), 0.4) for t in trials]
            return scatter(points, "Values", "trial", told.metric)
        goals = Goals.of(told.history.header)
        trials = [trial for trial in trials if not goals.excess(trial)]
        best = accumulate((t.loss for t in trials), min)
        curve = ([float(t.number) for t in trials], [told.sign * loss for loss in best])
        return line({"best": curve}, "Best so far", "trial", told.metric, stairs=True)
