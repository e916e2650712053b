"""Optuna's names of what belongs to a trial."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fitwright import frozen
from fitwright.core.errors import SettingError
from fitwright.frozen import TrialState
from fitwright.objectives import Suggest as Trial
from fitwright.space import Domain

__all__ = ["FixedTrial", "FrozenTrial", "Trial", "TrialState", "create_trial"]


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
    """
    several = [float(one) for one in values] if values is not None else None
    return FrozenTrial(
        -1,
        state,
        several if value is None else [float(value)],
        dict(params or {}),
        dict(user_attrs or {}),
        dict(intermediate_values or {}),
        distributions=dict(distributions or {}),
    )
