"""Which candidate is ahead while some have been judged on fewer folds than others."""

from dataclasses import dataclass, field
from functools import reduce

from fitwright.core.history import History
from fitwright.core.trial import Trial

BLOCKS = "▁▂▃▄▅▆▇█"
WIDTH = 24
BASELINE = 0
"""The number of the trial that comes first."""


@dataclass
class Lead:
    """The candidate that is ahead, and the losses that were the best in their turn."""

    trial: Trial | None = None
    losses: list[float] = field(default_factory=list)

    def hear(self, history: History, number: int) -> bool:
        """A step of trial `number` came back: is another trial ahead now?"""
        before = self.trial
        if before is None or before.number == number or history[before.number].state == "failed":
            rivals = history.scored()
        else:
            rivals = [history[before.number], history[number]]
        whole = int(history.header.get("folds", 1))
        self.trial = reduce(lambda one, other: ahead(one, other, whole), rivals) if rivals else None
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


def ahead(one: Trial, other: Trial, whole: int) -> Trial:
    """The better of two on the folds that both have been judged on; the first one where they tie.

    Who has been judged on all `whole` folds gives way only to another who has; the baseline to anyone.
    """
    ones, others = one.best_by_fold, other.best_by_fold
    if (len(ones) == whole) != (len(others) == whole) and BASELINE not in (one.number, other.number):
        return one if len(ones) == whole else other
    common = ones.keys() & others.keys()
    gap = sum(others[fold].loss - ones[fold].loss for fold in common)
    return other if gap < 0 else one
