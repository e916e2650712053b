"""The share of trials that are at most so high."""

from dataclasses import dataclass

from fitwright.figures import Figure, line
from fitwright.plots.plot import Plot, Told

Curve = tuple[list[float], list[float]]


@dataclass
class Edf(Plot):
    """The empirical distribution of the values: how much of the search was spent on what is good.

    A space, or a searcher, is better than another where its curve rises sooner (of values to be low), as when
    design spaces are compared (Radosavovic et al., 2020, Designing network design spaces).  Trials that were
    stopped have no value to be counted.

    Examples
    --------
    >>> from fitwright import Float, tune
    >>> tune(lambda c: c["x"], {"x": Float(0, 1)}, max_trials=3).plot("edf")
    Figure('Distribution of values')
    """

    def draw(self, told: Told) -> Figure:
        return compared({"": [told.value(trial) for trial in told.whole]}, told.metric)


def compared(values: dict[str, list[float]], metric: str = "value") -> Figure:
    """A curve for each name, over what is called so."""
    ends = [value for found in values.values() for value in found]
    curves = {name: _curve(found, min(ends), max(ends)) for name, found in values.items() if found}
    return line(curves, "Distribution of values", metric, "share of trials", stairs=True)


def _curve(values: list[float], low: float, high: float) -> Curve:
    """Its corners, from 0 at the lowest value of all to 1 at the highest."""
    ordered = sorted(values)
    shares = [(place + 1) / len(ordered) for place in range(len(ordered))]
    return [low, *ordered, high], [0.0, *shares, 1.0]
