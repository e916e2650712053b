"""How much of what there is to gain the front covers, and since when."""

from dataclasses import dataclass

from fitwright import fronts
from fitwright.core.errors import SettingError
from fitwright.core.goals import Goals
from fitwright.figures import Figure, line
from fitwright.plots.plot import Plot, Told

OVER = ("trials", "seconds")


@dataclass
class Hypervolume(Plot):
    """The volume of losses that the front beats, as it grew.

    It is taken up to a reference a little beyond the worst feasible trial, or to one that is given: with the
    same one, pictures of several studies compare (Zitzler and Thiele, 1998).

    Parameters
    ----------
    over : "trials" or "seconds".
    reference : a value for each loss, in its own sign, that just does not count any more.

    Examples
    --------
    >>> from fitwright import Float, tune
    >>> study = tune(
    ...     lambda config: (config["x"] ** 2, (config["x"] - 1) ** 2),
    ...     {"x": Float(-5, 5)},
    ...     direction=["minimize", "minimize"],
    ...     max_trials=20,
    ... )
    >>> study.plot("hypervolume")
    Figure('Hypervolume')
    """

    over: str = "trials"
    reference: fronts.Reference = None

    def __post_init__(self) -> None:
        if self.over not in OVER:
            raise SettingError(f"Expected over among {', '.join(OVER)}; got {self.over!r}.")

    def draw(self, told: Told) -> Figure:
        rows = fronts.volumes(Goals.of(told.history.header), told.history, told.events, self.reference)
        seconds = [row["seconds"] or 0.0 for row in rows]
        places = seconds if self.over == "seconds" else [float(1 + place) for place in range(len(rows))]
        curve = (places, [row["hypervolume"] for row in rows])
        return line({"front": curve}, "Hypervolume", self.over, "hypervolume", stairs=True)
