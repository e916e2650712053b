"""How much the value depends on each parameter, as Optuna asks for it."""

from collections.abc import Sequence
from typing import Any

from fitwright.optuna._aside import leave
from fitwright.optuna._target import Target, aimed
from fitwright.optuna._told import Told

__all__ = [
    "FanovaImportanceEvaluator",
    "MeanDecreaseImpurityImportanceEvaluator",
    "PedAnovaImportanceEvaluator",
    "get_param_importances",
]


class FanovaImportanceEvaluator:
    """Optuna's default; here all importances come from one forest of ours, whatever evaluator is named."""

    def __init__(self, **settings: Any):
        leave(type(self).__name__, settings, known=("n_trees", "max_depth", "seed"))


class MeanDecreaseImpurityImportanceEvaluator(FanovaImportanceEvaluator):
    """The same."""


class PedAnovaImportanceEvaluator(FanovaImportanceEvaluator):
    """The same."""


def get_param_importances(
    study: Told,
    *,
    params: Sequence[str] | None = None,
    target: Target | None = None,
    normalize: bool = True,
    **others: Any,
) -> dict[str, float]:
    """Name to share, the most important first.

    Parameters
    ----------
    study : with some finished trials.
    params : these alone; all where None.
    target : what of a trial; its value where None.
    normalize : shares that sum to 1, or numbers of which the largest is 1.
    """
    leave("get_param_importances", others)
    shares = {
        n: share for n, share in aimed(study, target).importance.items() if params is None or n in params
    }
    total = sum(shares.values()) or 1.0
    shares = {name: share / total for name, share in shares.items()}
    most = max(shares.values(), default=1.0) or 1.0
    return shares if normalize else {name: share / most for name, share in shares.items()}
