"""What a study may use, checked before it begins: in all, for one trial, and at a time."""

import math
import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from fitwright import execution
from fitwright.core.amounts import is_amount
from fitwright.core.budget import Budget
from fitwright.core.errors import SettingError
from fitwright.core.history import LAG, History
from fitwright.core.work import Limits, Work
from fitwright.execution import Executor


def budget(seconds: float | None, trials: int | None) -> Budget:
    """What there is to spend, where something is said."""
    if seconds is None and trials is None:
        raise SettingError("Expected max_trials or time_limit; got neither. Say how much there is to spend.")
    return Budget(seconds, trials)


def target(given: Any) -> float | None:
    """A value that is good enough, where one is said."""
    if given is None:
        return None
    if isinstance(given, bool | str | bytes) or not hasattr(given, "__float__") or math.isnan(float(given)):
        raise SettingError(f"Expected target as a number; got {given!r}.")
    return float(given)


def seed(given: Any) -> int:
    """What decides all draws, as a plain number: NumPy's 3 is 3.

    Raises
    ------
    SettingError
        It is no whole number.
    """
    if isinstance(given, bool) or not isinstance(given, int | np.integer):
        raise SettingError(f"Expected random_state as a whole number; got {given!r}.")
    return int(given)


def for_a_trial(seconds: float | None, memory: int | None) -> Limits:
    """What a trial may use, memory step by step; None is no limit.

    Raises
    ------
    SettingError
        One of them is no amount.
    """
    if seconds is not None and not is_amount(seconds):
        raise SettingError(f"Expected trial_time_limit as seconds above 0; got {seconds!r}.")
    if memory is not None and not is_amount(memory, whole=True):
        raise SettingError(f"Expected memory_limit as a whole number of bytes above 0; got {memory!r}.")
    return Limits(seconds=seconds, memory=memory)


def shared(limits: Limits) -> Callable[[Work, History, float], Limits]:
    """All steps of a trial share its seconds: what the earlier ones took, the next one has not."""

    def allow(work: Work, _: History, left: float) -> Limits:
        return limits if limits.seconds is None else replace(limits, spent=work.limits.spent)

    return allow


def lag(value: Any, workers: int) -> int:
    """How far behind a trial may be that is chosen without a time limit; it is as many that run at a time.

    None is 1 where one runs at a time, so that each is chosen by all before it; else 4, or as many as run.
    """
    if value is None:
        return 1 if workers == 1 else max(workers, LAG)
    if not is_amount(value, whole=True):
        raise SettingError(f"Expected lag as a whole number of trials from 1, or None; got {value!r}.")
    return int(value)


def executor(word: Any, n_jobs: Any, *, hard: bool) -> Executor:
    """Who runs the trials.

    Parameters
    ----------
    word : of that room, by name or as an object; None is this process for one job, where no limit is hard.
    n_jobs : trials at a time, where the executor does not say how many; -1 is all cores.
    hard : is there a limit that a trial must not pass?

    Raises
    ------
    SettingError
        The executor cannot hold a limit or do so many trials at a time, or `n_jobs` is no number of trials.
    """
    if n_jobs != -1 and not is_amount(n_jobs, whole=True):
        raise SettingError(
            f"Expected n_jobs as a number of trials at a time from 1, or -1 for all cores; got {n_jobs!r}."
        )
    if word is None:
        word = "processes" if hard or n_jobs != 1 else "serial"
    count = (os.cpu_count() or 1) if n_jobs == -1 else int(n_jobs)
    alone = execution.catalog.is_a(word, "serial")
    if alone and count > 1:
        raise SettingError(
            "Expected n_jobs=1 beside the executor 'serial', which does one trial at a time; got "
            f"{n_jobs!r}. Use executor='processes', or leave it out."
        )
    if alone and hard:
        raise SettingError(
            "Expected an executor that can end a trial where trial_time_limit or memory_limit is given; "
            "'serial' cannot. Use executor='processes'."
        )
    return execution.made(word, workers=count)
