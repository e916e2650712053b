"""Which candidate is ahead while some have been judged on fewer folds than others."""

from dataclasses import dataclass, field
from functools import reduce

from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import State, Trial

BLOCKS = "▁▂▃▄▅▆▇█"
WIDTH = 24
OUT: tuple[State, ...] = ("failed", "stopped")
"""Who is out of the race leads no more."""
BASELINE = "baseline"
"""Where the first trial comes from, which is there to be beaten."""


@dataclass
class Lead:
    """The candidate that is ahead, and the losses that were the best in their turn."""

    trial: Trial | None = None
    losses: list[float] = field(default_factory=list)

    def hear(self, history: History, number: int) -> bool:
        """A step of trial `number` came back: is another trial ahead now?"""
        before = self.trial
        if before is None or before.number == number or history[before.number].state in OUT:
            rivals = [trial for trial in history.scored() if trial.state not in OUT]
        else:
            rivals = [history[before.number], history[number]]
        goals = Goals.of(history.header)
        rivals = [trial for trial in rivals if not goals.excess(trial)] or rivals
        self.trial = reduce(ahead, rivals) if rivals else None
        if self.trial is None:
            return False
        if not self.losses or self.losses[-1] != self.trial.loss:
            self.losses.append(self.trial.loss)
        return before is None or before.number != self.trial.number

    def spark(self) -> str:
        """The rise of the best as a line of blocks; the baseline, far below the rest, is left out."""
        losses = (self.losses[1:] if len(self.losses) > 2 else self.losses)[-WIDTH:]
        if len(losses) < 2 or max(losses) == min(losses):
            return ""
        worst, span = max(losses), max(losses) - min(losses)
        return "".join(BLOCKS[round((worst - loss) / span * (len(BLOCKS) - 1))] for loss in losses)


def ahead(first: Trial, other: Trial) -> Trial:
    """`other` where it is better on the folds that both have been judged on, else `first`.

    A few folds are a matter of luck: `first` gives way only to one judged on as many as itself, unless it is
    the baseline, which gives way to anyone.
    """
    ones, others = first.best_by_fold, other.best_by_fold
    if len(others) < len(ones) and first.origin != BASELINE:
        return first
    gap = sum(others[fold].loss - ones[fold].loss for fold in ones.keys() & others.keys())
    return other if gap < 0 else first
