"""How far each trial came, and with what."""

from dataclasses import dataclass

from fitwright.core.trial import Trial
from fitwright.figures import Figure, fan
from fitwright.plots.plot import Plot, Told


@dataclass
class Rungs(Plot):
    """Value by step, one curve a trial, in the colour of how it ended; the best one lies on top.

    Parameters
    ----------
    most : so many curves of each kind, the latest.
    """

    most: int = 300

    def draw(self, told: Told) -> Figure:
        best = told.history.best(1)
        kinds: dict[str, list[Trial]] = {}
        for trial in told.history.in_state("stopped", "paused", "running", "done"):
            if trial.results and trial not in best:
                kinds.setdefault(trial.state, []).append(trial)
        ordered = {state: kinds[state] for state in sorted(kinds, reverse=True)}
        runs = {state: [_run(t, told) for t in trials[-self.most :]] for state, trials in ordered.items()}
        return fan({**runs, "best": [_run(trial, told) for trial in best]}, "Rungs", "step", told.metric)


def _run(trial: Trial, told: Told) -> tuple[str, list[float], list[float]]:
    results = [result for _, result in sorted(trial.results.items())]
    if reports := {step: value for result in results for step, value in result.reports.items()}:
        return f"trial {trial.number}", [float(step) for step in reports], [*reports.values()]
    losses = [result.loss for result in results]
    steps = [float(step) for step in range(1, len(losses) + 1)]
    return f"trial {trial.number}", steps, [told.sign * loss for loss in losses]
