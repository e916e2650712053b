"""Two things at once: what nobody beats in both."""

from dataclasses import dataclass

from fitwright.core.trial import Trial
from fitwright.figures import Figure, scatter
from fitwright.plots.plot import Plot, Told


@dataclass
class Pareto(Plot):
    """Value against another measure that each step gives, such as seconds; deep trials are beaten by none.

    Parameters
    ----------
    against : "seconds", or a name in the values of the results; less is better.
    """

    against: str = "seconds"

    def draw(self, told: Told) -> Figure:
        measured = [(self._other(trial), trial.loss) for trial in told.history.in_state("done")]
        points = [(other, loss) for other, loss in measured if other is not None]
        front = {p for p in points if not any(q != p and q[0] <= p[0] and q[1] <= p[1] for q in points)}
        shown = [(other, told.sign * loss, 1.0 if (other, loss) in front else 0.1) for other, loss in points]
        return scatter(shown, "Pareto front", self.against, "value")

    def _other(self, trial: Trial) -> float | None:
        if self.against == "seconds":
            return trial.seconds
        found = [r.values[self.against] for r in trial.best_by_fold.values() if self.against in r.values]
        return sum(found) / len(found) if found else None
