"""Rules that Optuna's pruners have beside those of the room `stopping`."""

import math
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import STEP, Trial
from fitwright.core.work import Verdict
from fitwright.optuna._told import Seen
from fitwright.stopping import Rule


@dataclass
class Bounds(Rule):
    """Stops a trial that reports a value outside of two bounds, in its own sign.

    Parameters
    ----------
    lower, upper : what is between them, or on one, goes on.
    """

    lower: float = -math.inf
    upper: float = math.inf

    def __post_init__(self) -> None:
        if not self.lower <= self.upper:
            raise SettingError(f"Expected lower at most at upper; got {self}.")

    def judge(self, trial: Trial, history: History) -> Verdict:
        value = Goals.of(history.header).signs[0] * [*trial.results.values()][-1].loss
        return "go" if self.lower <= value <= self.upper else "stop"


@dataclass
class Spaced(Rule):
    """Another rule, which is asked from a step on, and then once in every so many steps.

    Steps are the numbers that were reported: with few reports it is asked at the first one after each mark.

    Parameters
    ----------
    inner : the other rule.
    start : it is asked of no step below this.
    interval : it is asked once from `start` on, once from `start + interval` on, and so forth.
    """

    inner: Rule
    start: int = 0
    interval: int = 1

    def __post_init__(self) -> None:
        if self.start < 0 or self.interval < 1:
            raise SettingError(
                "Expected n_warmup_steps from 0 and interval_steps from 1 on; got "
                f"{self.start}, {self.interval}."
            )

    def judge(self, trial: Trial, history: History) -> Verdict:
        *before, now = (result.values.get(STEP, place) for place, result in enumerate(trial.results.values()))
        begins = now - (now - self.start) % self.interval
        if now < self.start or max(before, default=-math.inf) >= begins:
            return "go"
        return self.inner.judge(trial, history)


@dataclass
class Waits(Rule):
    """Another rule, which is asked only while the last reports of a trial are worse than one before them.

    Parameters
    ----------
    patience : so many reports beside the last one; it is not asked before there are more.
    least : by how much they have to be worse.
    inner : the other rule; None stops the trial.
    """

    patience: int
    least: float = 0.0
    inner: Rule | None = None

    def __post_init__(self) -> None:
        if self.patience < 0 or self.least < 0:
            raise SettingError(
                f"Expected patience and min_delta from 0 on; got {self.patience}, {self.least}."
            )

    def judge(self, trial: Trial, history: History) -> Verdict:
        losses = [result.loss for result in trial.results.values()]
        before, last = losses[: -self.patience - 1], losses[-self.patience - 1 :]
        if not before or min(before) + self.least >= min(last):
            return "go"
        return "stop" if self.inner is None else self.inner.judge(trial, history)


@dataclass
class Instances(Rule):
    """Stops a trial whose reports are worse than the best one's, step by step, beyond chance.

    Each step is another instance of the problem, in any order (Wilcoxon, 1945).

    Parameters
    ----------
    p : a trial is stopped where chance would make it look so bad with less than this probability.
    grace : no verdict before it shares so many steps with the best one.
    """

    p: float = 0.1
    grace: int = 2

    def judge(self, trial: Trial, history: History) -> Verdict:
        best = next((other for other in history.best(2) if other.number != trial.number), None)
        if best is None:
            return "go"
        ours, theirs = _by_step(trial), _by_step(best)
        differences = np.array([ours[step] - theirs[step] for step in sorted(ours.keys() & theirs.keys())])
        if len(differences) < max(2, self.grace) or differences.mean() <= 0:
            return "go"
        return "stop" if _chance(differences) < self.p else "go"


@dataclass
class Asks(Rule):
    """Stops what a pruner of the user's would stop: one that has `prune(study, trial)`.

    Parameters
    ----------
    pruner : it is given what has happened so far as a study, and the trial.
    study : the one that runs; None in a run of `tune`.
    """

    pruner: Any
    study: Any = None
    _seen: Seen | None = field(default=None, init=False, repr=False, compare=False)

    def judge(self, trial: Trial, history: History) -> Verdict:
        if self._seen is None or self._seen.history is not history:
            self._seen = Seen(history, self.study)
        return "stop" if self.pruner.prune(self._seen, self._seen.trial(trial.number)) else "go"

    def to_dict(self) -> dict[str, Any]:
        """Its class: what it keeps may change from trial to trial."""
        return {"pruner": type(self.pruner)}


def introduced(rule: Rule, study: Any) -> Rule:
    """The rule, and a pruner of the user's within it knows the study that it is asked about."""
    match rule:
        case Asks():
            return replace(rule, study=study)
        case Waits(inner=Rule() as inner):
            return replace(rule, inner=introduced(inner, study))
        case _:
            return rule


def _by_step(trial: Trial) -> dict[float, float]:
    return {result.values[STEP]: result.loss for result in trial.results.values() if STEP in result.values}


def _chance(differences: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """One-sided p of such differences where neither is better."""
    from scipy.stats import wilcoxon

    return float(wilcoxon(differences, zero_method="zsplit", alternative="greater").pvalue)
