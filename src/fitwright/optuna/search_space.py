"""The space that trials share, read from what they suggested."""

from collections.abc import Sequence
from typing import Any

from fitwright.frozen import TrialState
from fitwright.space import Domain

__all__ = ["IntersectionSearchSpace", "intersection_search_space"]


def intersection_search_space(trials: Sequence[Any], include_pruned: bool = False) -> dict[str, Domain]:
    """Name to domain of what every complete trial has suggested, from the same domain each time.

    Parameters
    ----------
    trials : of a study.
    include_pruned : those that were pruned have to have suggested it, too.

    Examples
    --------
    >>> from fitwright import optuna
    >>> def objective(trial):
    ...     return trial.suggest_int(f"of_{trial.number}", 1, 2) + trial.suggest_int("of_all", 1, 2)
    >>> study = optuna.create_study()
    >>> study.optimize(objective, n_trials=3)
    >>> intersection_search_space(study.trials)
    {'of_all': Int(low=1, high=2, log=False, step=1, default=None, low_cost=None, prior=())}
    """
    states = (TrialState.COMPLETE, TrialState.PRUNED) if include_pruned else (TrialState.COMPLETE,)
    told = [trial.distributions for trial in trials if trial.state in states]
    shared = set.intersection(*(set(one.items()) for one in told)) if told else set()
    return dict(sorted(shared, key=lambda item: item[0]))


class IntersectionSearchSpace:
    """The same for a study.

    Parameters
    ----------
    include_pruned : those that were pruned have to have suggested it, too.
    """

    def __init__(self, include_pruned: bool = False):
        self.include_pruned = include_pruned

    def calculate(self, study: Any) -> dict[str, Domain]:
        """As the study stands."""
        return intersection_search_space(study.get_trials(deepcopy=False), self.include_pruned)
