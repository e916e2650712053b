"""Parallel coordinates over all hyperparameters."""

from dataclasses import dataclass

from fitwright.figures import Figure, threads
from fitwright.plots._axes import ends, places, varied
from fitwright.plots.plot import Plot, Told

MOST = 12


@dataclass
class Parallel(Plot):
    """A thread for each trial through its values; the best are deep, and the value is the last axis.

    Trials that were stopped are left out.
    """

    def draw(self, told: Told) -> Figure:
        found = dict(list(varied(told).items())[:MOST])
        order = sorted(told.whole, key=lambda trial: -trial.loss)
        rank = {trial.number: i / max(len(order) - 1, 1) for i, trial in enumerate(order)}
        losses = [trial.loss for trial in order]
        low, high = (min(losses), max(losses)) if losses else (0.0, 0.0)
        rows, shades = [], []
        for trial, row in places(told, list(found)):
            at = (high - trial.loss) / (high - low) if high > low else 0.5
            rows.append([*row, at])
            shades.append(rank[trial.number])
        texts = [
            *(ends(domain) for domain in found.values()),
            (f"{told.sign * high:.4g}", f"{told.sign * low:.4g}"),
        ]
        return threads(rows, shades, [*found, told.metric], texts, "Parallel coordinates: darker is better")
