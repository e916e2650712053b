"""Optuna's names of what belongs to a trial."""

import math
import time
import warnings
from abc import ABC
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Self

from fitwright import frozen
from fitwright.core.errors import SettingError, Unsupported
from fitwright.frozen import CONSTRAINT, INFEASIBLE, TrialState, clock
from fitwright.returned import number
from fitwright.space import Choice, Domain
from fitwright.space.domains import settled
from fitwright.suggest import Suggest

__all__ = ["BaseTrial", "FixedTrial", "FrozenTrial", "Trial", "TrialState", "create_trial"]


class BaseTrial(ABC):  # noqa: B024 - it is there to be asked by isinstance
    """A trial of any kind."""


@BaseTrial.register
class Trial(Suggest):
    """What an objective is given: it asks for values, reports, and tells what else there is to know.

    Attributes
    ----------
    datetime_start : when it began, in local time.
    sampler : one of the user's, that is asked for each value which is not proposed; None for none.
    names : what may be suggested beside what is wished for; anything where None.
    """

    datetime_start: datetime
    sampler: Any = None
    names: Collection[str] | None = None
    _study: Any = None
    _steps: list[int]
    _wished: Mapping[str, Any] = MappingProxyType({})

    @classmethod
    def of(cls, given: Suggest, study: Any = None, wished: Mapping[str, Any] | None = None) -> Self:
        """The same trial, in more words; what the user has `wished` for it is among what is proposed."""
        made = cls.__new__(cls)
        made.__dict__ = given.__dict__
        made.datetime_start, made._study, made._steps = clock(time.time()), study, []
        made._wished = wished or {}
        return made

    @property
    def count(self) -> int:
        """How many values its objective returns."""
        return len(self._goals.names)

    def report(self, value: Any, step: int) -> None:
        """Tell an intermediate value, once for each step; a rule sees it when `should_prune` is asked.

        Raises
        ------
        SettingError
            The step is below 0.
        TypeError
            The value is no number.
        """
        if step < 0:
            raise SettingError(f"Expected a step from 0 on; got {step}.")
        if int(step) in self._steps:
            warnings.warn(f"A value was reported at step {step} before, and stays as it was.", stacklevel=2)
            return
        super().report(value, step)
        self._steps.append(int(step))

    @property
    def relative_params(self) -> dict[str, Any]:
        """Name to value of what the searcher, or the user, has in mind for it."""
        return dict(self.proposed)

    @property
    def study(self) -> Any:
        """The study that it belongs to.

        Raises
        ------
        Unsupported
            It runs in a process of its own, which knows no study.
        """
        if self._study is None:
            raise Unsupported("Expected a trial in the process of its study; say n_jobs=1, or do without it.")
        return self._study

    def set_user_attr(self, key: str, value: Any) -> None:
        """Note something of the trial: anything where its study is in memory and here, else plain values.

        Raises
        ------
        SettingError
            It cannot be kept.
        """
        if self._study is None or self._study.folder is not None:
            super().set_user_attr(key, value)
        else:
            self.user_attrs[str(key)] = value

    def suggest(self, name: str, domain: Domain) -> Any:
        """A value of a domain: what is proposed for it, else what a sampler of the user's draws, else a draw.

        A name that was suggested before has the value it had, with a warning where its range is another.

        Raises
        ------
        SettingError
            The name was suggested from another kind of domain before.
        """
        self._heed(name, domain)
        known = self.found.get(name, (domain, None))[0]
        if known != domain and type(known) is type(domain) and not isinstance(domain, Choice):
            warnings.warn(f"{name!r} was suggested from {known} before, and stays as it was.", stacklevel=3)
            return super().suggest(name, known)
        if self.sampler is not None and name not in self.found:
            proposed = settled(domain, self.proposed.get(name))
            if domain.size > 1 and not (name in self.proposed and domain.holds(proposed)):
                told = self.frozen()
                self.proposed[name] = self.sampler.sample_independent(self._study, told, name, domain)
        return super().suggest(name, domain)

    def _heed(self, name: str, domain: Domain) -> None:
        """Say so where a wish cannot be fulfilled, or nothing is said of a name.

        Raises
        ------
        SettingError
            It is none of the names that may be suggested.
        """
        known = self.names is None or name in self.names or domain.size == 1
        if not known and name not in self._wished and name not in self.found:
            raise SettingError(
                f"Expected the grid to have {name!r}, which the objective suggests; it has "
                f"{', '.join(self.names or ()) or 'no names'}. Give GridSampler values for it, too."
            )
        if name not in self._wished or name in self.found:
            return
        if not domain.holds(settled(domain, self._wished[name])):
            warnings.warn(
                f"Expected a wish for {name!r} that is {_words(domain)}; got {self._wished[name]!r}, so "
                "another value is drawn. Widen the range, or wish for a value in it.",
                stacklevel=4,
            )

    def frozen(
        self, state: TrialState = TrialState.RUNNING, values: list[float] | None = None
    ) -> "FrozenTrial":
        """The trial as it stands."""
        return FrozenTrial(
            self.number, state, values, self.params, dict(self.user_attrs),
            dict(zip(self._steps, self.reports, strict=True)) if self._goals.plain else {},
            self.constraints, self.datetime_start, distributions=self.distributions,
        )  # fmt: skip

    @property
    def constraints(self) -> dict[str, float]:
        """Name to what was told by `set_constraint`."""
        return limits(self.measured)

    def set_constraint(self, key: str, value: float) -> None:
        """Tell of a limit, which is kept where `value` is at most 0; what is told first counts.

        Raises
        ------
        SettingError
            It is no number.
        """
        self.measured |= limit(self.measured, key, value)


def _words(domain: Domain) -> str:
    """What its values are."""
    if isinstance(domain, Choice):
        return f"one of {list(domain.options)!r:.80}"
    return f"from {getattr(domain, 'low', '')} to {getattr(domain, 'high', '')}"


def limit(measured: Mapping[str, float], key: str, value: Any) -> dict[str, float]:
    """What a limit adds to what was measured: itself, and by how much all are broken.

    Raises
    ------
    SettingError
        The value is no number.
    """
    name = f"{CONSTRAINT}{key}"
    if name in measured:
        warnings.warn(f"The constraint {key!r} has been set before, and stays as it was.", stacklevel=3)
        return {}
    try:
        by = number(value)
    except TypeError as error:
        raise SettingError(f"Expected constraint {key!r} as a number; got {value!r}.") from error
    if math.isnan(by):
        raise SettingError(f"Expected constraint {key!r} as a number; got NaN.")
    return {name: by, INFEASIBLE: measured.get(INFEASIBLE, 0.0) + max(by, 0.0)}


def limits(measured: Mapping[str, float]) -> dict[str, float]:
    """Name to value of the limits among what was measured."""
    return {n.removeprefix(CONSTRAINT): value for n, value in measured.items() if n.startswith(CONSTRAINT)}


class FixedTrial(Trial):
    """A trial with values of the user's: to try an objective, or to run it once more with the best values.

    Parameters
    ----------
    params : name to value.
    number : of the trial.

    Examples
    --------
    >>> from fitwright import optuna
    >>> def objective(trial):
    ...     return trial.suggest_float("x", -5, 5) ** 2
    >>> objective(optuna.trial.FixedTrial({"x": 2.0}))
    4.0
    """

    def __init__(self, params: Mapping[str, Any], number: int = 0):
        super().__init__(number, params, 0)
        self.datetime_start, self._steps = clock(time.time()), []

    def suggest(self, name: str, domain: Domain) -> Any:
        """The value there is, be it within the domain or not.

        Raises
        ------
        SettingError
            There is none of this name.
        """
        if name not in self.proposed:
            raise SettingError(f"Expected a value for {name!r}; there is one for {', '.join(self.proposed)}.")
        self.found[name] = (domain, self.proposed[name])
        return self.proposed[name]


@BaseTrial.register
@dataclass(frozen=True)
class FrozenTrial(frozen.FrozenTrial):
    """A trial as it was; an objective can be run with it once more: `objective(study.best_trial)`."""

    def suggest_float(self, name: str, *domain: Any, **more: Any) -> float:
        """The value it had, as all that is suggested here."""
        return float(self._had(name))

    def suggest_int(self, name: str, *domain: Any, **more: Any) -> int:
        """The value it had."""
        return int(self._had(name))

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        """The value it had."""
        return self._had(name)

    def suggest_uniform(self, name: str, *domain: Any) -> float:
        """The value it had."""
        return float(self._had(name))

    suggest_loguniform = suggest_discrete_uniform = suggest_uniform

    def report(self, value: Any, step: int) -> None:
        """Nobody listens."""

    def should_prune(self) -> bool:
        """It is over: let it run to its end."""
        return False

    def set_user_attr(self, key: str, value: Any) -> None:
        """Among the notes there are."""
        self.user_attrs[key] = value

    def set_constraint(self, key: str, value: float) -> None:
        """Among the limits there are; those that it had stay."""
        self.constraints.setdefault(key, value)

    @property
    def system_attrs(self) -> dict[str, Any]:
        """Where Optuna had the limits once."""
        return {"constraints": list(self.constraints.values())} if self.constraints else {}

    def _had(self, name: str) -> Any:
        if name not in self.params:
            raise SettingError(f"Expected a value for {name!r}; there is one for {', '.join(self.params)}.")
        return self.params[name]


def create_trial(
    *,
    state: TrialState = TrialState.COMPLETE,
    value: float | None = None,
    values: Sequence[float] | None = None,
    params: Mapping[str, Any] | None = None,
    distributions: Mapping[str, Any] | None = None,
    user_attrs: Mapping[str, Any] | None = None,
    intermediate_values: Mapping[int, float] | None = None,
    constraints: Mapping[str, float] | None = None,
) -> FrozenTrial:
    """A trial that ended elsewhere, for `Study.add_trial`.

    Parameters
    ----------
    state : how it ended.
    value, values : what it came to.
    params : name to value.
    distributions : name to what the value was drawn from, for all of them.
    user_attrs : what is noted of it.
    intermediate_values : step to what was reported there.
    constraints : name of a limit to a number, which is at most 0 where it is kept.
    """
    several = [float(one) for one in values] if values is not None else None
    return FrozenTrial(
        -1,
        TrialState.of(state),
        several if value is None else [float(value)],
        dict(params or {}),
        dict(user_attrs or {}),
        dict(intermediate_values or {}),
        dict(constraints or {}),
        distributions=dict(distributions or {}),
    )
