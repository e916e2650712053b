"""Every trial's value, and the best so far."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from fitwright.core.goals import Goals
from fitwright.figures import Figure, line, scatter
from fitwright.plots.plot import Plot, Told

Curve = tuple[list[float], list[float]]


@dataclass
class History(Plot):
    """The best value over the trials, or with `every` all values; of several losses the first one.

    Trials that break a limit do not count as best, nor, where any came to its end, those that were stopped.

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
        return beside({"best": told})


def beside(studies: Mapping[str, Told]) -> Figure:
    """The best so far of each study, under its name; the first one says what the values are called."""
    metric = next(iter(studies.values())).metric
    curves = {name: _best(told) for name, told in studies.items()}
    return line(curves, "Best so far", "trial", metric, stairs=True)


def _best(told: Told) -> Curve:
    goals = Goals.of(told.history.header)
    trials = [trial for trial in told.whole or told.scored if not goals.excess(trial)]
    best = accumulate((trial.loss for trial in trials), min)
    return [float(trial.number) for trial in trials], [told.sign * loss for loss in best]
