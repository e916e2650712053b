"""Limits that an objective tells as it goes, or a function of a trial: kept where they are at most 0."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.goals import Goals, Limit
from fitwright.core.history import History, News
from fitwright.core.trial import Config
from fitwright.core.trial import Trial as Tried
from fitwright.frozen import INFEASIBLE
from fitwright.optuna.trial import FrozenTrial, Trial, limit
from fitwright.scalar import Scalar
from fitwright.search import Searcher, made
from fitwright.space import Space

LIMIT = Limit(INFEASIBLE, "<=", 0.0)
Limits = Callable[[FrozenTrial], Sequence[float]]


def tells(trials: Iterable[Tried]) -> bool:
    """Has any of them told of limits?"""
    return any(
        INFEASIBLE in result.values for trial in trials for result in list(trial.results.values())[-1:]
    )


def constrain(trial: Trial, limits: Limits | None) -> None:
    """Note what the function says of a trial.

    Raises
    ------
    SettingError
        It gives something else than numbers.
    """
    if limits is None:
        return
    told: Any = limits(trial.frozen())
    told = told.tolist() if isinstance(told, np.ndarray) else told
    if not isinstance(told, Sequence) or isinstance(told, str):
        raise SettingError(f"Expected constraints_func to return a list of numbers; got {told!r}.")
    for place, value in enumerate(told):
        trial.set_constraint(str(place), value)


def measured(trial: Any) -> dict[str, float]:
    """What the limits of a trial of another study, one of Optuna's own too, add to its result."""
    before = dict(enumerate(getattr(trial, "system_attrs", {}).get("constraints") or ()))
    found: dict[str, float] = {}
    for name, value in (getattr(trial, "constraints", None) or before).items():
        found |= limit(found, str(name), value)
    return found


class Feasible(Searcher):
    """Another searcher, to whom a trial that breaks limits of its objective's own is worse than all others.

    Of two such trials the one that breaks them by less is better; one that tells of no limits, where others
    do, breaks them.

    Parameters
    ----------
    inner : the other searcher, by name or as an object.
    """

    def __init__(self, inner: Any, space: Space | None = None, seed: int = 0):
        super().__init__(space, seed)
        self.inner = made(inner, self.space, seed)
        self.lag = self.inner.lag
        self._scalar = Scalar(Goals(limits=(LIMIT,)), seed)
        self._news, self._tells = News(), False

    def ask(self, number: int, history: History) -> Config | None:
        again, trials = self._news.of(history)
        self._tells = tells(trials) or (self._tells and not again)
        return self.inner.ask(number, self._scalar.view(history, number) if self._tells else history)

    def origin(self, config: Config) -> str:
        """The other searcher."""
        return self.inner.origin(config)

    def to_dict(self) -> Mapping[str, Any]:
        """What it was made with."""
        return {"inner": self.inner}
