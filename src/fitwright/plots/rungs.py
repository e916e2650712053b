"""How far each trial came, and with what."""

from dataclasses import dataclass

from fitwright.core.trial import Trial
from fitwright.figures import Figure, line
from fitwright.plots.plot import Plot, Told


@dataclass
class Rungs(Plot):
    """Value by step, one curve a trial: the best, and those that were stopped or wait.

    Parameters
    ----------
    most : so many curves of each kind.
    """

    most: int = 2

    def draw(self, told: Told) -> Figure:
        done = told.history.best(self.most)
        ended = sorted(told.history.in_state("stopped", "paused"), key=lambda t: -len(t.results))[: self.most]
        curves = {f"{trial.number} {trial.state}": _curve(trial, told) for trial in [*done, *ended]}
        return line(curves, "Rungs", "step", "value")


def _curve(trial: Trial, told: Told) -> tuple[list[float], list[float]]:
    losses = [result.loss for _, result in sorted(trial.results.items())]
    return [float(step) for step in range(1, len(losses) + 1)], [told.sign * loss for loss in losses]
