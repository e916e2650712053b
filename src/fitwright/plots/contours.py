"""The value over two hyperparameters."""

from dataclasses import dataclass

import numpy as np

from fitwright.figures import Figure, field
from fitwright.plots._axes import ends, places, varied
from fitwright.plots._importance import importances
from fitwright.plots.plot import Plot, Told

CELLS = 24
WIDTH = 0.15
"""Of the kernel that smooths what was found, as a share of an axis."""


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
        first, second = self.names or self._most_important(told, list(found))
        if first not in found or second not in found:
            return field(np.full((1, 1), np.nan), [], ("", "", ""), ("", "", ""), "Contours")
        points = [
            (row[0], row[1], trial.loss)
            for trial, row in places(told, [first, second])
            if np.isfinite(row).all() and np.isfinite(trial.loss)
        ]
        title = f"{first} and {second}"
        shown = [(a, b, told.sign * loss) for a, b, loss in points]
        return field(
            _smooth(points), shown, (first, *ends(found[first])), (second, *ends(found[second])), title
        )

    @staticmethod
    def _most_important(told: Told, names: list[str]) -> tuple[str, str]:
        shares = importances(told.history, told.space)
        order = sorted(names, key=lambda name: (-shares.get(name, 0.0), name))
        return (order[0], order[1]) if len(order) > 1 else ("", "")


def _smooth(points: list[tuple[float, float, float]]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """(CELLS, CELLS) kernel means of the ranks of losses, empty far from all points."""
    if not points:
        return np.full((1, 1), np.nan)
    at = np.array([point[:2] for point in points])
    ranks = np.argsort(np.argsort([loss for _, _, loss in points])) / len(points)
    middle = (np.arange(CELLS) + 0.5) / CELLS
    x, y = np.meshgrid(middle, middle)
    squared = (x[..., None] - at[:, 0]) ** 2 + (y[..., None] - at[:, 1]) ** 2
    weights = np.exp(-squared / (2 * WIDTH**2)) + 1e-12
    return np.asarray((weights * ranks).sum(axis=-1) / weights.sum(axis=-1))
