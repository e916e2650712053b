"""Optuna's names of plots, for pictures of ours: notebooks show them, `show` and `save` are for scripts."""

from collections.abc import Sequence
from typing import Any

from fitwright.core.errors import SettingError
from fitwright.optuna._aside import leave, refuse
from fitwright.optuna._front import Targets, front
from fitwright.optuna._picture import Picture
from fitwright.optuna._target import Target, aimed
from fitwright.optuna._told import Told
from fitwright.plots.edf import compared
from fitwright.plots.history import beside
from fitwright.plots.plot import Told as Shown
from fitwright.study import Study as Ours

MOST = 4
"""So many parameters are drawn in pairs where none is named."""

__all__ = [
    "is_available", "plot_contour", "plot_edf", "plot_hypervolume_history", "plot_intermediate_values",
    "plot_optimization_history", "plot_parallel_coordinate", "plot_param_importances", "plot_pareto_front",
    "plot_rank", "plot_slice", "plot_timeline",
]  # fmt: skip


def is_available() -> bool:
    """Can it draw?  Always: it needs no other library."""
    return True


def plot_optimization_history(
    study: Told | Sequence[Told],
    *,
    target: Target | None = None,
    target_name: str | None = None,
    **others: Any,
) -> Picture:
    """The best so far, of one study or of several; `target` says what of a trial, to be low, where given.

    `target_name` is what stands beside its axis, here as in the other pictures.
    """
    leave("plot_optimization_history", others)
    if isinstance(study, Told):
        return Picture.of(aimed(study, target, target_name).plot("history"))
    found = {name: aimed(one, target, target_name) for name, one in _named(study).items()}
    return Picture.of(beside({name: _shown(one) for name, one in found.items()}))


def plot_slice(
    study: Told,
    params: Sequence[str] | None = None,
    *,
    target: Target | None = None,
    target_name: str | None = None,
    **others: Any,
) -> Picture:
    """Value by each parameter."""
    leave("plot_slice", others)
    return Picture.of(aimed(study, target, target_name).plot("slices", names=_names(params)))


def plot_contour(
    study: Told,
    params: Sequence[str] | None = None,
    *,
    target: Target | None = None,
    target_name: str | None = None,
    **others: Any,
) -> Picture:
    """Value by each two of the parameters, those named or the four most important ones."""
    leave("plot_contour", others)
    drawn = aimed(study, target, target_name).plot("contours", names=_names(params), most=MOST)
    return Picture.of(drawn)


def plot_rank(
    study: Told,
    params: Sequence[str] | None = None,
    *,
    target: Target | None = None,
    target_name: str | None = None,
    **others: Any,
) -> Picture:
    """How good trials were, over each two of the parameters, those named or the most important ones."""
    leave("plot_rank", others)
    return Picture.of(aimed(study, target, target_name).plot("rank", names=_names(params)))


def _named(studies: Sequence[Told]) -> dict[str, Told]:
    """By their names, with a number where two have the same.

    Raises
    ------
    SettingError
        There is none.
    """
    if not studies:
        raise SettingError("Expected a study, or several; got none.")
    found: dict[str, Told] = {}
    for number, one in enumerate(studies):
        name = getattr(one, "study_name", str(number))
        found[f"{name} ({number})" if name in found else name] = one
    return found


def plot_edf(
    study: Told | Sequence[Told],
    *,
    target: Target | None = None,
    target_name: str | None = None,
    **others: Any,
) -> Picture:
    """The share of trials that are at most so high, of one study or of several."""
    leave("plot_edf", others)
    values, metric = {}, "value"
    for name, one in _named([study] if isinstance(study, Told) else study).items():
        shown = _shown(aimed(one, target, target_name))
        metric = str(shown.history.header.get("metric", metric))
        values[name] = [shown.value(trial) for trial in shown.whole]
    return Picture.of(compared(values, metric))


def plot_parallel_coordinate(
    study: Told, *, target: Target | None = None, target_name: str | None = None, **others: Any
) -> Picture:
    """A line through all parameters for each trial."""
    leave("plot_parallel_coordinate", others)
    return Picture.of(aimed(study, target, target_name).plot("parallel"))


def plot_param_importances(
    study: Told, *, target: Target | None = None, target_name: str | None = None, **others: Any
) -> Picture:
    """How much the value depends on each parameter."""
    leave("plot_param_importances", others)
    return Picture.of(aimed(study, target, target_name).plot("importance"))


def plot_intermediate_values(study: Told) -> Picture:
    """What was reported, step by step."""
    return Picture.of(study.ours.plot("rungs"))


def plot_pareto_front(
    study: Told,
    *,
    target_names: Sequence[str] | None = None,
    include_dominated_trials: bool = True,
    targets: Targets | None = None,
    **others: Any,
) -> Picture:
    """Each two values against one another; deep trials are beaten by nobody.

    Parameters
    ----------
    study : of several values; one value stands against seconds.
    target_names : one for each value; the study's where None.
    include_dominated_trials : False draws the front alone.
    targets : of a complete trial, gives two or three numbers to draw in place of its values; who is beaten is
        told from the study's own values all the same.

    Examples
    --------
    >>> from fitwright import optuna
    >>> study = optuna.create_study(directions=["minimize", "minimize"])
    >>> study.optimize(lambda trial: (trial.suggest_float("x", 0, 1), -trial.params["x"]), n_trials=5)
    >>> plot_pareto_front(study, targets=lambda trial: (trial.params["x"], trial.values[1]))
    Figure('Pareto front')
    """
    leave("plot_pareto_front", others)
    if targets is None and len(study.directions) == 1:
        drawn = study.ours.plot("pareto", names=target_names, dominated=include_dominated_trials)
    else:
        drawn = front(study, targets, target_names, include_dominated_trials)
    return Picture.of(drawn)


def plot_hypervolume_history(study: Told, reference_point: Sequence[float] | None = None) -> Picture:
    """What the front covers, trial by trial."""
    return Picture.of(study.ours.plot("hypervolume", reference=reference_point))


def plot_timeline(study: Told, **others: Any) -> Picture:
    """When each trial ran, and how it ended."""
    leave("plot_timeline", others)
    return Picture.of(study.ours.plot("timeline"))


def _shown(ours: Ours) -> Shown:
    """What there is to draw from."""
    return Shown(ours.history, ours.space, ours.sign, ours.events)


def _names(params: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if params is None else tuple(params)


def __getattr__(name: str) -> Any:
    return refuse("fitwright.optuna.visualization", name, __all__, "study.ours.plot(...) takes all of ours.")
