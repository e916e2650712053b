"""Trials as a pandas frame, with the columns that Optuna gives."""

from collections.abc import Sequence
from typing import Any

from fitwright.core.errors import MissingExtra
from fitwright.frozen import FrozenTrial

GROUPS = ("intermediate_values", "params", "user_attrs", "values", "value")
"""Columns come in these, and alone."""


def frame(
    trials: Sequence[FrozenTrial], attrs: Sequence[str], values: Sequence[str], *, several: bool = False
) -> Any:
    """A row for each trial.

    Parameters
    ----------
    trials : oldest first.
    attrs : which attributes are shown; all but "intermediate_values" where empty.
    values : names of the values: of several "values_" is before them, of one "value_" if it has a name.
    several : has a column two names, that of its group and its own?

    Raises
    ------
    MissingExtra
        pandas is not installed.
    """
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise MissingExtra("trials_dataframe needs 'pandas': pip install pandas.") from error
    reported = "intermediate_values" in attrs
    rows = [_row(trial, values) | (_reported(trial) if reported else {}) for trial in trials]
    names = list(dict.fromkeys(name for row in rows for name in row))
    asked = [(word, *(("values",) if word == "value" else ())) for word in attrs]
    shown = [name for words in asked for name in names if _is_of(name, words)] if attrs else names
    made = pd.DataFrame([{name: row.get(name) for name in shown} for row in rows], columns=shown)
    if several:
        made.columns = pd.MultiIndex.from_tuples([_parted(name) for name in shown])
    return made


def _parted(name: str) -> tuple[str, str]:
    """The group of a column, and its name there."""
    group = next((word for word in GROUPS if name.startswith(f"{word}_")), name)
    return group, name[len(group) + 1 :]


def _is_of(name: str, words: Sequence[str]) -> bool:
    """Is the column one of these, or one of those that begin so?"""
    return any(name == word or name.startswith(f"{word}_") for word in words)


def _reported(trial: FrozenTrial) -> dict[str, Any]:
    return {f"intermediate_values_{step}": value for step, value in trial.intermediate_values.items()}


def _row(trial: FrozenTrial, names: Sequence[str]) -> dict[str, Any]:
    values: Sequence[float | None] = trial.values or [None] * len(names)
    pairs = zip(names, values, strict=True)
    word = "value" if len(names) == 1 else "values"
    named = {f"{word}_{name}" if name else word: value for name, value in pairs}
    return {
        "number": trial.number,
        **named,
        "datetime_start": trial.datetime_start,
        "datetime_complete": trial.datetime_complete,
        "duration": trial.duration,
        **{f"params_{name}": value for name, value in sorted(trial.params.items())},
        **{f"user_attrs_{name}": value for name, value in sorted(trial.user_attrs.items())},
        "state": trial.state.name,
    }
