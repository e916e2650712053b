"""The value over two hyperparameters."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.rows import Floats
from fitwright.figures import Figure, field
from fitwright.plots._axes import marks, named, places, varied
from fitwright.plots._importance import importances
from fitwright.plots.plot import Plot, Told
from fitwright.space import Choice, Domain

CELLS = 24
WIDTH = 0.15
"""Of the kernel that smooths what was found, as a share of an axis of numbers."""


@dataclass
class Contours(Plot):
    """Smoothed values over two hyperparameters, and the trials; deep is good.

    Parameters
    ----------
    names : two names; the two most important where None.
    """

    names: tuple[str, str] | None = None

    def draw(self, told: Told) -> Figure:
        found = varied(told)
        if self.names is not None and len(named(told, self.names)) != 2:
            raise SettingError(f"Expected two names for contours; got {self.names!r}.")
        first, second = self.names or self._most_important(told, list(found))
        if first not in found or second not in found:
            return field(np.full((1, 1), np.nan), [], ("", []), ("", []), "Contours")
        points = [
            (row[0], row[1], trial.loss)
            for trial, row in places(told, [first, second])
            if np.isfinite(row).all() and np.isfinite(trial.loss)
        ]
        title = f"{first} and {second}: darker is a better {told.metric}"
        shown = [(a, b, told.sign * loss) for a, b, loss in points]
        x, y = ((name, marks(found[name])) for name in (first, second))
        return field(_smooth(points, found[first], found[second]), shown, x, y, title)

    @staticmethod
    def _most_important(told: Told, names: list[str]) -> tuple[str, str]:
        shares = importances(told.history, told.space)
        order = sorted(names, key=lambda name: (-shares.get(name, 0.0), name))
        return (order[0], order[1]) if len(order) > 1 else ("", "")


def _smooth(points: list[tuple[float, float, float]], across: Domain, up: Domain) -> Floats:
    """(cells up, cells across) kernel means of the ranks of losses; nothing is smoothed over options."""
    if not points:
        return np.full((1, 1), np.nan)
    at = np.array([point[:2] for point in points])
    ranks = np.argsort(np.argsort([loss for _, _, loss in points])) / len(points)
    x, y = np.meshgrid(_middles(across), _middles(up))
    far = (x[..., None] - at[:, 0]) / _width(across), (y[..., None] - at[:, 1]) / _width(up)
    weights = np.exp(-(far[0] ** 2 + far[1] ** 2) / 2) + 1e-12
    return np.asarray((weights * ranks).sum(axis=-1) / weights.sum(axis=-1))


def _middles(domain: Domain) -> Floats:
    cells = domain.size if isinstance(domain, Choice) else CELLS
    return np.asarray((np.arange(cells) + 0.5) / cells)


def _width(domain: Domain) -> float:
    """Of the kernel along this axis, as a share of it."""
    return 0.1 / domain.size if isinstance(domain, Choice) and not domain.ordered else WIDTH
