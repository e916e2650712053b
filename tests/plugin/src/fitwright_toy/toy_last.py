"""Whoever is last is out."""

from dataclasses import dataclass

from fitwright.stopping.rule import Rule


@dataclass
class ToyLast(Rule):
    """Stops a candidate that is worse than all others that have come as far.

    Parameters
    ----------
    others : at least so many to be compared with.
    """

    others: int = 3

    def judge(self, trial, history):
        steps = set(trial.results)
        losses = [
            sum(other.results[step].loss for step in steps)
            for other in history
            if other.number != trial.number and steps and steps <= other.results.keys()
        ]
        mine = sum(result.loss for result in trial.results.values())
        return "stop" if len(losses) >= self.others and mine > max(losses) else "go"
