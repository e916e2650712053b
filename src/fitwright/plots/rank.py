"""How good the trials were, over each two hyperparameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.figures import Figure, dots, grid
from fitwright.figures.dots import SQUARE
from fitwright.plots._axes import marks, named, places, varied
from fitwright.plots._importance import importances
from fitwright.plots.plot import Plot, Told
from fitwright.space import Domain

MOST, COLUMNS = 4, 3


@dataclass
class Rank(Plot):
    """The trials over two hyperparameters, the deeper the better their rank; several pairs as a grid.

    Parameters
    ----------
    names : of the hyperparameters, two at least; the four most important ones where None.
    """

    names: tuple[str, ...] | None = None

    def draw(self, told: Told) -> Figure:
        found = varied(told)
        if self.names is not None and len(named(told, self.names)) < 2:
            raise SettingError(f"Expected two names or more for ranks; got {self.names!r}.")
        names = [name for name in self.names or self._most_important(told, list(found)) if name in found]
        better = f"darker is a better {told.metric}"
        said = f": {better}" if len(names) == 2 else ""
        drawn = [self._pair(told, found, pair, said) for pair in combinations(names, 2)]
        return drawn[0] if len(drawn) == 1 else grid(drawn, f"Ranks: {better}", COLUMNS, SQUARE)

    @staticmethod
    def _most_important(told: Told, names: Sequence[str]) -> list[str]:
        shares = importances(told.history, told.space)
        return sorted(names, key=lambda name: (-shares.get(name, 0.0), name))[:MOST]

    @staticmethod
    def _pair(told: Told, domains: dict[str, Domain], pair: tuple[str, str], said: str) -> Figure:
        both = [(trial, row) for trial, row in places(told, list(pair)) if np.isfinite(row).all()]
        order = np.argsort(np.argsort([-trial.loss for trial, _ in both]))
        points = [
            (row[0], row[1], rank / max(1, len(both) - 1), f"trial {trial.number}: {told.value(trial):.5g}")
            for (trial, row), rank in zip(both, order.tolist(), strict=True)
        ]
        x, y = ((name, marks(domains[name])) for name in pair)
        return dots(points, x, y, f"{pair[0]} and {pair[1]}{said}")
