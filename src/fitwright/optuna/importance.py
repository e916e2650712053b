"""How much the value depends on each parameter, as Optuna asks for it."""

from fitwright.optuna.study import Study


def get_param_importances(study: Study, *, normalize: bool = True) -> dict[str, float]:
    """Name to share, the most important first.

    Parameters
    ----------
    study : with some finished trials.
    normalize : shares that sum to 1, or numbers of which the largest is 1.
    """
    shares = study.ours.importance
    most = max(shares.values(), default=1.0) or 1.0
    return shares if normalize else {name: share / most for name, share in shares.items()}
