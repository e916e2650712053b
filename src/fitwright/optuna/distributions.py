"""Optuna's names of distributions, for domains of ours."""

from collections.abc import Sequence
from typing import Any

from fitwright.space import Choice
from fitwright.space import Domain as BaseDistribution
from fitwright.space import Float as FloatDistribution
from fitwright.space import Int as IntDistribution

__all__ = ["BaseDistribution", "CategoricalDistribution", "FloatDistribution", "IntDistribution"]


class _AnyChoice(type):
    """Takes each choice for one of its own."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Choice)


class CategoricalDistribution(metaclass=_AnyChoice):
    """One of `choices`: a `Choice` of ours."""

    def __new__(cls, choices: Sequence[Any]) -> Choice:  # type: ignore[misc]  # Optuna has a class of this name
        """The choice that is meant."""
        return Choice(tuple(choices))
