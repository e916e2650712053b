"""Optuna's names of plots, for pictures of ours: notebooks show them, `show` and `save` are for scripts."""

from collections.abc import Sequence
from typing import Any

from fitwright.figures import Figure
from fitwright.optuna._aside import leave, refuse
from fitwright.optuna._told import Told

__all__ = [
    "is_available", "plot_contour", "plot_hypervolume_history", "plot_intermediate_values",
    "plot_optimization_history", "plot_parallel_coordinate", "plot_param_importances", "plot_pareto_front",
    "plot_slice", "plot_timeline",
]  # fmt: skip


def is_available() -> bool:
    """Can it draw?  Always: it needs no other library."""
    return True


def plot_optimization_history(study: Told, **others: Any) -> Figure:
    """Values trial by trial, and the best so far."""
    leave("plot_optimization_history", others)
    return study.ours.plot("history")


def plot_slice(study: Told, params: Sequence[str] | None = None, **others: Any) -> Figure:
    """Value by each parameter."""
    leave("plot_slice", others)
    return study.ours.plot("slices", names=None if params is None else tuple(params))


def plot_contour(study: Told, params: Sequence[str] | None = None, **others: Any) -> Figure:
    """Value by two parameters, those named first or the most important ones."""
    leave("plot_contour", others)
    return study.ours.plot("contours", names=None if params is None else tuple(params[:2]))


def plot_parallel_coordinate(study: Told, **others: Any) -> Figure:
    """A line through all parameters for each trial."""
    leave("plot_parallel_coordinate", others)
    return study.ours.plot("parallel")


def plot_param_importances(study: Told, **others: Any) -> Figure:
    """How much the value depends on each parameter."""
    leave("plot_param_importances", others)
    return study.ours.plot("importance")


def plot_intermediate_values(study: Told) -> Figure:
    """What was reported, step by step."""
    return study.ours.plot("rungs")


def plot_pareto_front(study: Told, **others: Any) -> Figure:
    """Two values against one another, and who is beaten by nobody."""
    leave("plot_pareto_front", others)
    return study.ours.plot("pareto")


def plot_hypervolume_history(study: Told, reference_point: Sequence[float] | None = None) -> Figure:
    """What the front covers, trial by trial."""
    return study.ours.plot("hypervolume", reference=reference_point)


def plot_timeline(study: Told) -> Figure:
    """When each trial ran, and how it ended."""
    return study.ours.plot("timeline")


def __getattr__(name: str) -> Any:
    return refuse("fitwright.optuna.visualization", name, __all__, "study.ours.plot(...) takes all of ours.")
