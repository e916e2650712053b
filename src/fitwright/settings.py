"""What the user said about a search, checked once, before anything is spent."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import numpy as np

from fitwright import ensemble, execution, scheduling, search, stopping
from fitwright.core.amounts import is_amount
from fitwright.core.budget import Budget
from fitwright.core.errors import SettingError
from fitwright.core.events import Listener
from fitwright.core.goals import Goals
from fitwright.space import Space

SECONDS = 60.0
"""The time limit where neither time nor trials are limited."""
UNITS = (("kb", 10**3), ("mb", 10**6), ("gb", 10**9), ("tb", 10**12), ("b", 1))


@dataclass(frozen=True)
class Preset:
    """Choices that go together under one name.

    Attributes
    ----------
    readable : only models and steps from which a person can read what each column does.
    single : one model fitted on all rows, in place of an ensemble.
    """

    readable: bool = False
    single: bool = False


PRESETS: Mapping[str, Preset] = {"interpretable": Preset(readable=True, single=True)}


@dataclass(frozen=True)
class Settings:
    """The arguments of the handles; None is "choose for me"."""

    time_limit: float | None = None
    trial_time_limit: float | None = None
    memory_limit: int | str | None = None
    max_trials: int | None = None
    metric: Any = None
    models: Sequence[Any] | None = None
    space: Mapping[str, Any] | None = None
    steps: Sequence[Any] | None = None
    search: Any = "random"
    scheduling: Any = "racing"
    stopping: Any = "median"
    ensemble: Any = "greedy"
    cv: Any = None
    executor: Any = "processes"
    n_jobs: int | None = None
    random_state: Any = None
    verbose: int = 1
    callbacks: Sequence[Listener] | None = None
    run_dir: str | Path | None = None
    class_weight: Any = None
    task: str | None = None
    preset: str | None = None
    constraints: Mapping[str, str] | None = None

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """From an estimator's parameters.

        Raises
        ------
        SettingError
            One of them cannot be used; the message says which and why.
        """
        known = {f.name for f in fields(cls)}
        made = cls(**{name: value for name, value in given.items() if name in known})
        for name in ("time_limit", "trial_time_limit"):
            _positive(name, getattr(made, name), "seconds")
        _positive("max_trials", made.max_trials, "a whole number from 1", whole=True)
        if made.n_jobs is not None and made.n_jobs != -1:
            _positive("n_jobs", made.n_jobs, "a number of cores from 1, or -1 for all", whole=True)
        if isinstance(made.cv, int):
            _positive("cv", made.cv, "a number of folds", whole=True)
        for catalog, word in (
            (search.catalog, made.search),
            (scheduling.catalog, made.scheduling),
            (stopping.catalog, made.stopping),
            (ensemble.catalog, made.ensemble),
            (execution.catalog, made.executor),
        ):
            if isinstance(word, str):
                catalog.read(word)
        search.made(made.search, Space(), 0)
        stopping.made(made.stopping)
        made._check_preset()
        Goals.read("minimize", made.constraints)
        if isinstance(made.metric, list | tuple) and not made.metric:
            raise SettingError("Expected at least one metric; the list is empty.")
        if isinstance(made.models, str):
            raise SettingError(
                f"Expected models as a list; got the text {made.models!r}. Write [{made.models!r}]."
            )
        if made.space is not None and not isinstance(made.space, Mapping):
            raise SettingError(
                f"Expected space as a dict of model to domains; got {type(made.space).__name__}."
            )
        return made

    @property
    def bundle(self) -> Preset:
        """What the preset stands for."""
        return Preset() if self.preset is None else PRESETS[self.preset]

    @property
    def judge(self) -> Any:
        """The metric that candidates are judged by, the first of several."""
        return self.metric[0] if isinstance(self.metric, list | tuple) else self.metric

    @property
    def beside(self) -> tuple[Any, ...]:
        """What else candidates are wanted for: measures such as "ms_per_row", and metrics."""
        return tuple(self.metric[1:]) if isinstance(self.metric, list | tuple) else ()

    @property
    def combiner(self) -> Any:
        """How candidates are weighed."""
        return "best" if self.bundle.single else self.ensemble

    @property
    def seconds(self) -> float | None:
        """The time limit: 60 where nothing is limited."""
        if self.time_limit is None:
            return SECONDS if self.max_trials is None else None
        return float(self.time_limit)

    def budget(self) -> Budget:
        """The budget, counted from now on."""
        return Budget(self.seconds, self.max_trials)

    @property
    def cores(self) -> int:
        """Cores in all."""
        there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return there if self.n_jobs in (None, -1) else int(self.n_jobs or 1)

    @property
    def memory(self) -> int | None:
        """Bytes that one step may add, where the user said so."""
        return None if self.memory_limit is None else as_bytes(self.memory_limit)

    @property
    def seed(self) -> int:
        """A whole number from `random_state`; drawn afresh where there is none."""
        state = self.random_state
        if state is None:
            return int(np.random.default_rng().integers(2**31))
        if isinstance(state, int | np.integer):
            return int(state)
        if isinstance(state, np.random.RandomState):
            return int(state.randint(2**31))
        if isinstance(state, np.random.Generator):
            return int(state.integers(2**31))
        raise SettingError(f"Expected random_state as a whole number or None; got {state!r}.")

    def _check_preset(self) -> None:
        if self.preset is None:
            return
        if self.preset not in PRESETS:
            raise SettingError(f"Expected preset among {', '.join(PRESETS)}; got {self.preset!r}.")
        usual = self.ensemble in ("best", type(self).ensemble) if isinstance(self.ensemble, str) else False
        if self.bundle.single and not usual:
            raise SettingError(
                f"Expected no ensemble beside preset={self.preset!r}, which keeps the best model alone; got "
                f"{self.ensemble!r}. Leave out one of the two."
            )


def as_bytes(limit: int | str) -> int:
    """Bytes from a number or from text like "4 GB".

    Examples
    --------
    >>> as_bytes("1.5 GB")
    1500000000
    """
    if isinstance(limit, str):
        match = re.fullmatch(r"\s*([\d.]+)\s*([kmgt]?b)\s*", limit.lower())
        if match is None:
            raise SettingError(f"Expected memory_limit as bytes or text like '4 GB'; got {limit!r}.")
        return int(float(match[1]) * dict(UNITS)[match[2]])
    _positive("memory_limit", limit, "bytes, or text like '4 GB'")
    return int(limit)


def _positive(name: str, value: Any, what: str, *, whole: bool = False) -> None:
    if value is not None and not is_amount(value, whole=whole):
        raise SettingError(f"Expected {name} as {what}, above 0; got {value!r}.")
