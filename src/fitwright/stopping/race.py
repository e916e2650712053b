"""Will probably not overtake the best, whatever its other folds say: stopped."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict
from fitwright.stopping.rule import Rule

PEERS = 10
"""So many of the best whole candidates tell how much folds differ; worse ones differ otherwise."""


@dataclass
class Race(Rule):
    """Stops a candidate whose mean over all folds will probably not be lower than the best one's.

    A fold is compared with the same fold of the best candidate.  How much such differences vary from fold to
    fold is learned from the other good candidates (and from its own folds), so that often one fold is enough:
    a candidate far behind ends there, one that is close gets the others.  Most of a cross-validation is saved
    where candidates differ much; where all are alike, nothing is (Maron and Moore, 1994, Hoeffding races; the
    forecast at a look before the end is that of Lan and Wittes, 1988, The B-value).

    It judges folds: with one fold, and at fidelities below the highest, every candidate goes on.

    Parameters
    ----------
    p : a candidate is stopped where it would overtake the best with at most this probability.
    grace : no verdict before a candidate has so many folds.

    Examples
    --------
    >>> Race(p=0.05).judge(Trial(0, {}), History())
    'go'
    """

    p: float = 0.1
    grace: int = 1

    def __post_init__(self) -> None:
        if not 0 < self.p < 0.5 or self.grace < 1:
            raise SettingError(f"Expected p above 0 and below 0.5, and grace from 1 on; got {self}.")

    def judge(self, trial: Trial, history: History) -> Verdict:
        done = [other for other in history.best(PEERS + 1) if other.number != trial.number]
        if not done:
            return "go"
        best, folds = done[0], history.steps.folds
        behind, *others = (_behind(one, best, history) for one in (trial, *done[1:]))
        if not self.grace <= len(behind) < folds or behind.mean() <= 0:
            return "go"
        variance, freedom = _pooled([behind, *others])
        if not freedom:
            return "go"
        # The mean over all folds, foretold from those there are: the others vary around what is known.
        deviation = math.sqrt(variance * (folds - len(behind)) / (folds * len(behind)))
        return "stop" if behind.mean() > _quantile(self.p, freedom) * deviation else "go"


def _behind(trial: Trial, best: Trial, history: History) -> NDArray[np.float64]:
    """(folds,) by how much its loss is above the best one's, on those both have at the highest fidelity."""
    top = len(history.steps.fidelities) - 1
    shared = [step for step in trial.latest if step.fidelity == top and step in best.results]
    return np.array([trial.results[step].loss - best.results[step].loss for step in shared], np.float64)


def _pooled(differences: Sequence[NDArray[np.float64]]) -> tuple[float, int]:
    """The variance within candidates, and its degrees of freedom."""
    squares = sum(float(((one - one.mean()) ** 2).sum()) for one in differences if len(one) > 1)
    freedom = sum(len(one) - 1 for one in differences if len(one) > 1)
    return (squares / freedom if freedom else 0.0), freedom


def _quantile(p: float, freedom: int) -> float:
    """What a variable of Student's distribution exceeds with probability `p`."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 1.0 - p))
