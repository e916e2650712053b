"""How good the trials were, over each two hyperparameters."""

from dataclasses import dataclass

import numpy as np

from fitwright.figures import Figure, dots
from fitwright.plots._axes import marks, places
from fitwright.plots._pairs import Domains, Pair, paired
from fitwright.plots.plot import Plot, Told

MOST = 4


@dataclass
class Rank(Plot):
    """The trials over two hyperparameters, the deeper the better their rank; several pairs as a grid.

    Trials that were stopped have no rank, and are left out.

    Parameters
    ----------
    names : of the hyperparameters, two at least; the four most important ones where None.
    """

    names: tuple[str, ...] | None = None

    def draw(self, told: Told) -> Figure:
        return paired(told, self.names, MOST, "Ranks", _pair)


def _pair(told: Told, domains: Domains, pair: Pair, said: str) -> Figure:
    both = [(trial, row) for trial, row in places(told, list(pair)) if np.isfinite(row).all()]
    order = np.argsort(np.argsort([-trial.loss for trial, _ in both]))
    points = [
        (row[0], row[1], rank / max(1, len(both) - 1), f"trial {trial.number}: {told.value(trial):.5g}")
        for (trial, row), rank in zip(both, order.tolist(), strict=True)
    ]
    x, y = ((name, marks(domains[name])) for name in pair)
    return dots(points, x, y, f"{pair[0]} and {pair[1]}{said}")
