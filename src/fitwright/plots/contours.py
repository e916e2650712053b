"""The value over two hyperparameters."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.rows import Floats
from fitwright.figures import Figure, field
from fitwright.plots._axes import marks, places
from fitwright.plots._pairs import Domains, Pair, paired
from fitwright.plots.plot import Plot, Told
from fitwright.space import Choice, Domain

CELLS, FEWER = 24, 16
"""Along an axis of numbers: of one picture, and of each in a grid."""
WIDTH = 0.15
"""Of the kernel that smooths what was found, as a share of an axis of numbers."""
NOWHERE = 1e-21
"""The kernel is above it from corner to corner of two axes of numbers, and below it between two options."""


@dataclass
class Contours(Plot):
    """Smoothed values over two hyperparameters, and the trials; deep is good.  Several pairs as a grid.

    Trials that were stopped are left out.

    Parameters
    ----------
    names : of the hyperparameters, two at least; the most important ones where None.
    most : so many of these.

    Examples
    --------
    >>> from fitwright import Float, tune
    >>> space = {name: Float(-1, 1) for name in "abc"}
    >>> study = tune(lambda c: c["a"] ** 2 + c["b"], space, max_trials=9)
    >>> study.plot("contours", names=("a", "b"))
    Figure('a and b: darker is a better value')
    >>> study.plot("contours", most=3)
    Figure('Contours: darker is a better value')
    """

    names: tuple[str, ...] | None = None
    most: int = 2

    def draw(self, told: Told) -> Figure:
        return paired(told, self.names, self.most, "Contours", _pair)


def _pair(told: Told, domains: Domains, pair: Pair, said: str) -> Figure:
    points = [
        (row[0], row[1], trial.loss)
        for trial, row in places(told, list(pair))
        if np.isfinite(row).all() and np.isfinite(trial.loss)
    ]
    shown = [(a, b, told.sign * loss) for a, b, loss in points]
    x, y = ((name, marks(domains[name])) for name in pair)
    cells = _smooth(points, domains[pair[0]], domains[pair[1]], CELLS if said else FEWER)
    return field(cells, shown, x, y, f"{pair[0]} and {pair[1]}{said}")


def _smooth(points: list[tuple[float, float, float]], across: Domain, up: Domain, cells: int) -> Floats:
    """(cells up, cells across) kernel means of the ranks of losses.

    Nothing is smoothed over options; NaN where none of the points has the option.
    """
    if not points:
        return np.full((1, 1), np.nan)
    at = np.array([point[:2] for point in points])
    ranks = np.argsort(np.argsort([loss for _, _, loss in points])) / len(points)
    x, y = np.meshgrid(_middles(across, cells), _middles(up, cells))
    far = (x[..., None] - at[:, 0]) / _width(across), (y[..., None] - at[:, 1]) / _width(up)
    near = np.exp(-(far[0] ** 2 + far[1] ** 2) / 2)
    weights = near + 1e-12
    found = (weights * ranks).sum(axis=-1) / weights.sum(axis=-1)
    return np.where(near.max(axis=-1) > NOWHERE, found, np.nan)


def _middles(domain: Domain, cells: int) -> Floats:
    count = domain.size if isinstance(domain, Choice) else cells
    return np.asarray((np.arange(count) + 0.5) / count)


def _width(domain: Domain) -> float:
    """Of the kernel along this axis, as a share of it."""
    return 0.1 / domain.size if isinstance(domain, Choice) and not domain.ordered else WIDTH
