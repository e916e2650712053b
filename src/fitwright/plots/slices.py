"""Value by each hyperparameter on its own."""

from dataclasses import dataclass

from fitwright.figures import Figure, grid
from fitwright.plots._axes import named, slice_of, varied
from fitwright.plots.plot import Plot, Told

MOST = 12


@dataclass
class Slices(Plot):
    """A small picture for each hyperparameter that varied; deep points are late trials.

    Trials that were stopped are left out.

    Parameters
    ----------
    names : of the hyperparameters; the first dozen where None.
    """

    names: tuple[str, ...] | None = None

    def draw(self, told: Told) -> Figure:
        found = varied(told)
        names = (
            list(found)[:MOST] if self.names is None else [n for n in named(told, self.names) if n in found]
        )
        return grid([slice_of(name, found[name], told) for name in names], "Slices: darker is later")
