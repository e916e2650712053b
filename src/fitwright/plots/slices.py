"""Value by each hyperparameter on its own."""

from dataclasses import dataclass

from fitwright.figures import Figure, grid
from fitwright.plots._axes import slice_of, varied
from fitwright.plots.plot import Plot, Told

MOST = 12


@dataclass
class Slices(Plot):
    """A small picture for each hyperparameter that varied; deep points are late trials.

    Parameters
    ----------
    names : of the hyperparameters; the first dozen where None.
    """

    names: tuple[str, ...] | None = None

    def draw(self, told: Told) -> Figure:
        found = varied(told)
        names = [n for n in self.names if n in found] if self.names is not None else list(found)[:MOST]
        return grid([slice_of(name, found[name], told) for name in names], "Slices: darker is later")
