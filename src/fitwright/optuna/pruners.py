"""Optuna's names of pruners, for rules of ours."""

import math
from typing import Any

from fitwright import stopping
from fitwright.core.errors import SettingError
from fitwright.optuna._aside import leave, refuse
from fitwright.optuna._rules import Asks, Bounds, Instances, Spaced, Waits
from fitwright.stopping import Rule
from fitwright.stopping.halving import Halving
from fitwright.stopping.hyperband import Hyperband
from fitwright.stopping.median import Median
from fitwright.stopping.never import Never
from fitwright.stopping.optuna import OptunaPruner
from fitwright.stopping.percentile import Percentile

__all__ = [
    "BasePruner", "HyperbandPruner", "MedianPruner", "NopPruner", "PatientPruner", "PercentilePruner",
    "SuccessiveHalvingPruner", "ThresholdPruner", "WilcoxonPruner",
]  # fmt: skip


class BasePruner:
    """A rule that ends trials before their time.

    `n_warmup_steps` and `interval_steps` go by the numbers of steps.  Else reports are counted: the third one
    of a trial is compared with the third of the others, and rungs are so many reports.
    A class of your own says in `prune` which trials are to end.

    Examples
    --------
    >>> from fitwright import optuna
    >>> class Strict(optuna.pruners.BasePruner):
    ...     def prune(self, study, trial):
    ...         last = trial.intermediate_values[trial.last_step]
    ...         return any(last > other.value for other in study.trials if other.value is not None)
    >>> study = optuna.create_study(pruner=Strict())
    """

    _rule: Rule | None = None

    def __init__(self, rule: Rule | None = None):
        self._rule = rule

    @property
    def rule(self) -> Rule:
        """What a run asks."""
        if self._rule is None or type(self).prune is not BasePruner.prune:
            return Asks(self)
        return self._rule

    def prune(self, study: Any, trial: Any) -> bool:
        """Is the trial to end?

        Parameters
        ----------
        study : what a run has come to, as a pruner is given it.
        trial : one that has just reported.

        Raises
        ------
        SettingError
            This class is to say so, and does not.
        """
        if self._rule is None:
            raise SettingError(f"Expected {type(self).__name__} to have a method prune(study, trial).")
        return self._rule.judge(study.history[trial.number], study.history) != "go"


def rule_of(pruner: Any) -> Rule:
    """The rule that is meant by a pruner of ours, of Optuna's, or of the user's, or by a rule.

    Raises
    ------
    SettingError
        It is none of these.
    """
    if isinstance(pruner, BasePruner):
        return pruner.rule
    if not callable(getattr(pruner, "prune", None)) or isinstance(pruner, type):
        return stopping.made(pruner)
    theirs = any(kind.__module__.startswith("optuna.") for kind in type(pruner).__mro__)
    return OptunaPruner(pruner) if theirs else Asks(pruner)


class NopPruner(BasePruner):
    """`never`."""

    def __init__(self) -> None:
        super().__init__(Never())


class MedianPruner(BasePruner):
    """`median`."""

    def __init__(
        self,
        n_startup_trials: int = 5,
        n_warmup_steps: int = 0,
        interval_steps: int = 1,
        *,
        n_min_trials: int = 1,
    ):
        rule = Median(warmup=max(1, n_startup_trials, n_min_trials))
        super().__init__(_spaced(rule, n_warmup_steps, interval_steps))


class PercentilePruner(BasePruner):
    """`percentile`."""

    def __init__(
        self,
        percentile: float,
        n_startup_trials: int = 5,
        n_warmup_steps: int = 0,
        interval_steps: int = 1,
        *,
        n_min_trials: int = 1,
    ):
        rule = Percentile(percentile, warmup=max(1, n_startup_trials, n_min_trials))
        super().__init__(_spaced(rule, n_warmup_steps, interval_steps))


class SuccessiveHalvingPruner(BasePruner):
    """`halving`; "auto" begins to compare at the first step."""

    def __init__(
        self,
        min_resource: int | str = "auto",
        reduction_factor: int = 4,
        min_early_stopping_rate: int = 0,
        bootstrap_count: int = 0,
    ):
        leave("SuccessiveHalvingPruner", {"bootstrap_count": bootstrap_count or None})
        lowest = 1 if isinstance(min_resource, str) else min_resource
        super().__init__(Halving(reduction_factor, lowest * reduction_factor**min_early_stopping_rate))


class HyperbandPruner(BasePruner):
    """`hyperband`."""

    def __init__(
        self,
        min_resource: int = 1,
        max_resource: int | str = "auto",
        reduction_factor: int = 3,
        bootstrap_count: int = 0,
    ):
        leave("HyperbandPruner", {"bootstrap_count": bootstrap_count or None})
        brackets = None
        if not isinstance(max_resource, str):
            brackets = max(1, int(math.log(max_resource / min_resource, reduction_factor) + 1e-9) + 1)
        super().__init__(Hyperband(reduction_factor, min_resource, brackets))


class PatientPruner(BasePruner):
    """Asks another one, or ends a trial, only where its last reports are all worse than one before them."""

    def __init__(self, wrapped_pruner: Any, patience: int, min_delta: float = 0.0):
        super().__init__(
            Waits(patience, min_delta, None if wrapped_pruner is None else rule_of(wrapped_pruner))
        )


class ThresholdPruner(BasePruner):
    """Ends a trial that reports what lies beyond a bound."""

    def __init__(
        self,
        lower: float | None = None,
        upper: float | None = None,
        n_warmup_steps: int = 0,
        interval_steps: int = 1,
    ):
        if lower is None and upper is None:
            raise SettingError("Expected lower or upper; got neither. Say which values are out of bounds.")
        low, high = (-math.inf if lower is None else lower), (math.inf if upper is None else upper)
        super().__init__(_spaced(Bounds(low, high), n_warmup_steps, interval_steps))


class WilcoxonPruner(BasePruner):
    """Ends a trial that is worse than the best one step by step, each step being another instance."""

    def __init__(self, *, p_threshold: float = 0.1, n_startup_steps: int = 2):
        super().__init__(Instances(p_threshold, n_startup_steps))


def _spaced(rule: Rule, start: int, interval: int) -> Rule:
    return rule if (start, interval) == (0, 1) else Spaced(rule, start, interval)


def __getattr__(name: str) -> Any:
    return refuse("fitwright.optuna.pruners", name, __all__, "tune(stopping=...) takes all rules of ours.")
