"""How a candidate stands beside others on the steps that both have."""

from fitwright.core.history import History
from fitwright.core.trial import Step, Trial


def mean_loss(trial: Trial, steps: list[Step]) -> float:
    """Mean over these steps, all of which the trial has."""
    return sum(trial.results[step].loss for step in steps) / len(steps)


def losses_beside(trial: Trial, history: History, stopped_count: bool) -> list[float]:
    """The others' mean losses on the trial's folds, each at the trial's highest fidelity.

    Those that were stopped before they came so far count as infinitely bad, or not at all.
    """
    steps = trial.latest
    others = [t for t in history if t.number != trial.number and t.state != "failed"]
    wanted = set(steps)
    losses = [mean_loss(t, steps) for t in others if wanted <= t.results.keys()]
    if stopped_count:
        short = [t for t in others if t.state == "stopped" and not wanted <= t.results.keys()]
        losses += [float("inf")] * len(short)
    return losses
