"""Which hyperparameters the value depends on."""

from dataclasses import dataclass

import numpy as np

from fitwright.figures import Figure, bars
from fitwright.plots._importance import importances
from fitwright.plots.plot import Plot, Told


@dataclass
class Importance(Plot):
    """A bar for each hyperparameter, the most important on top; shares of one.

    Parameters
    ----------
    seed : of the forest behind it.
    """

    seed: int = 0

    def draw(self, told: Told) -> Figure:
        shares = importances(told.history, told.space, self.seed)
        names = sorted(shares, key=lambda name: (-shares[name], name))[:20]
        values = [float(np.round(shares[name], 4)) for name in names]
        return bars(names, values, title=f"Importance for {told.metric}", x="share")
