"""Fitwright: data and a budget go in, the best predictor that can be deployed comes out."""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fitwright.again import Replay, replay, resume
    from fitwright.audit import check
    from fitwright.automl import AutoClassifier, AutoRegressor, fit
    from fitwright.core.budget import Budget
    from fitwright.core.errors import TrialPruned
    from fitwright.metrics import Metric
    from fitwright.predictor import Predictor, load
    from fitwright.searchcv import SearchCV
    from fitwright.space import Choice, Float, Int, Space
    from fitwright.study import Study, tune

__version__ = "0.1.0"
__all__ = [
    "AutoClassifier",
    "AutoRegressor",
    "Budget",
    "Choice",
    "Float",
    "Int",
    "Metric",
    "Predictor",
    "Replay",
    "SearchCV",
    "Space",
    "Study",
    "TrialPruned",
    "check",
    "fit",
    "load",
    "replay",
    "resume",
    "tune",
]
_HOMES = (
    ("fitwright.again", ("Replay", "replay", "resume")),
    ("fitwright.audit", ("check",)),
    ("fitwright.automl", ("AutoClassifier", "AutoRegressor", "fit")),
    ("fitwright.core.budget", ("Budget",)),
    ("fitwright.core.errors", ("TrialPruned",)),
    ("fitwright.metrics", ("Metric",)),
    ("fitwright.predictor", ("Predictor", "load")),
    ("fitwright.searchcv", ("SearchCV",)),
    ("fitwright.space", ("Choice", "Float", "Int", "Space")),
    ("fitwright.study", ("Study", "tune")),
)


def __getattr__(name: str) -> Any:
    for home, names in _HOMES:
        if name in names:
            return getattr(importlib.import_module(home), name)
    raise AttributeError(f"module 'fitwright' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
