"""A study as if something else of its trials were their value."""

import math
from collections.abc import Callable
from dataclasses import replace

from fitwright.core.goals import Goals
from fitwright.frozen import TrialState
from fitwright.optuna._asking import Asking
from fitwright.optuna._told import Told
from fitwright.optuna.trial import FrozenTrial
from fitwright.stopping.never import Never
from fitwright.study import Study as Ours

Target = Callable[[FrozenTrial], float]


def aimed(study: Told, target: Target | None, name: str | None = None) -> Ours:
    """The study of ours that is meant, with its complete trials alone where there is a target, to be low.

    Parameters
    ----------
    name : what the value is called; as the study calls it where None and there is no target.
    """
    ours = study.ours if target is None else _of(study, target)
    if name is None:
        return ours
    history = ours.history.with_trials(ours.history)
    history.header = {**history.header, "metric": name}
    return replace(ours, history=history)


def _of(study: Told, target: Target) -> Ours:
    asking = Asking([], Goals(), "random", Never(), 0)
    for trial in study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,)):
        value = float(target(trial))
        if math.isfinite(value):
            asking.add(replace(trial, values=[value], intermediate_values={}, constraints={}))
    return Told(["minimize"], asking.news()).ours
