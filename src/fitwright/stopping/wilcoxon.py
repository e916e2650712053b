"""Worse than the best, fold by fold, beyond chance: stopped."""

from dataclasses import dataclass

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.core.work import Verdict
from fitwright.stopping.rule import Rule


@dataclass
class Wilcoxon(Rule):
    """Stops a candidate whose folds are worse than the best one's by a signed-rank test.

    Folds differ in how hard they are, so a fold is compared with the same fold of the best candidate, and a
    mean that is worse on few folds by much is no reason yet (Wilcoxon, 1945, Individual comparisons by
    ranking methods).  With n folds the smallest p is 2 ** -n, so four are needed at p = 0.1.

    Parameters
    ----------
    p : a candidate is stopped where chance would make it look so bad with at most this probability.
    grace : no verdict before a candidate has so many folds.

    Examples
    --------
    >>> Wilcoxon(p=0.05).judge(Trial(0, {}), History())
    'go'
    """

    p: float = 0.1
    grace: int = 2

    def __post_init__(self) -> None:
        if not 0 < self.p < 1 or self.grace < 1:
            raise SettingError(f"Expected p between 0 and 1, and grace from 1 on; got {self}.")

    def judge(self, trial: Trial, history: History) -> Verdict:
        best = self._best(trial, history)
        if best is None or len(trial.latest) < self.grace:
            return "go"
        shared = [step for step in trial.latest if step in best.results]
        differences = np.array([trial.results[s].loss - best.results[s].loss for s in shared])
        if len(shared) < self.grace or differences.mean() <= 0 or 2.0 ** -len(shared) > self.p:
            return "go"
        return "stop" if _chance(differences) <= self.p else "go"

    @staticmethod
    def _best(trial: Trial, history: History) -> Trial | None:
        """The done trial with the lowest loss; none other than the trial itself is nobody."""
        return next((t for t in history.best(2) if t.number != trial.number), None)


def _chance(differences: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """One-sided p of such differences where neither is better."""
    from scipy.stats import wilcoxon

    return float(wilcoxon(differences, zero_method="zsplit", alternative="greater").pvalue)
