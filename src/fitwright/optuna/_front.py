"""What nobody beats, over the values of a study or over what a function says of its trials."""

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.figures import Figure, grid, scatter
from fitwright.frozen import TrialState
from fitwright.optuna._told import Told
from fitwright.optuna.trial import FrozenTrial

Targets = Callable[[FrozenTrial], Sequence[float]]
COUNTS: Mapping[int, str] = {2: "two", 3: "three"}
DEEP, PALE = 1.0, 0.1
TITLE = "Pareto front"


def front(study: Told, targets: Targets | None, names: Sequence[str] | None, dominated: bool) -> Figure:
    """Each two of the values, the first along x; deep is what no other trial beats in the study's own values.

    Parameters
    ----------
    targets : of a complete trial, gives two or three numbers; the study's values where None.
    names : one for each number; the study's where None.
    dominated : are the other trials drawn, too, and pale?

    Raises
    ------
    SettingError
        The function gives something else, or there is not one name for each number.
    """
    best = {trial.number for trial in study.best_trials}
    complete = study.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
    shown = [trial for trial in complete if dominated or trial.number in best]
    shown.sort(key=lambda trial: trial.number in best)  # nothing hides them
    rows = [list(trial.values or ()) if targets is None else _aimed(targets, trial) for trial in shown]
    words = _words(study, targets, names, rows)
    if not rows:
        return grid([], TITLE)
    depths = [DEEP if trial.number in best else PALE for trial in shown]
    drawn = [
        scatter(
            [(row[across], row[up], depth) for row, depth in zip(rows, depths, strict=True)],
            TITLE if len(words) == 2 else "",
            words[across],
            words[up],
        )
        for across, up in combinations(range(len(words)), 2)
    ]
    return drawn[0] if len(drawn) == 1 else grid(drawn, TITLE)


def _aimed(targets: Targets, trial: FrozenTrial) -> list[float]:
    """What the function gives, as numbers.

    Raises
    ------
    SettingError
        It is something else than two or three of them.
    """
    told: Any = targets(trial)
    try:
        found = np.asarray(told, np.float64)
    except (TypeError, ValueError):
        found = np.empty(0)
    if found.ndim != 1 or len(found) not in COUNTS:
        raise SettingError(
            f"Expected targets to return two or three numbers, as in lambda trial: trial.values[:2]; got "
            f"{told!r} of trial {trial.number}."
        )
    return [float(one) for one in found]


def _words(
    study: Told, targets: Targets | None, names: Sequence[str] | None, rows: Sequence[Sequence[float]]
) -> list[str]:
    """A name for each number of a row.

    Raises
    ------
    SettingError
        There are more, or fewer; or the rows differ.
    """
    counts = {len(row) for row in rows} or {2 if targets is not None else len(study.directions)}
    if len(counts) > 1:
        raise SettingError("Expected targets to return as many numbers of each trial; got two and three.")
    [count] = counts
    if names is None:
        known = study.metric_names if targets is None else None
        word = "value" if targets is None else "target"
        return list(known or (f"{word}_{place}" for place in range(count)))
    if isinstance(names, str) or len(names) != count:
        raise SettingError(f"Expected {COUNTS.get(count, count)} names, one for each axis; got {names!r}.")
    return list(names)
