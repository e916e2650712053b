"""Optuna's names of distributions, for domains of ours."""

from collections.abc import Sequence
from typing import Any

from fitwright.space import Choice
from fitwright.space import Domain as BaseDistribution
from fitwright.space import Float as FloatDistribution
from fitwright.space import Int as IntDistribution

__all__ = [
    "BaseDistribution", "CategoricalDistribution", "DiscreteUniformDistribution", "FloatDistribution",
    "IntDistribution", "IntLogUniformDistribution", "IntUniformDistribution", "LogUniformDistribution",
    "UniformDistribution",
]  # fmt: skip


class _AnyChoice(type):
    """Takes each choice for one of its own."""

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, Choice)


class CategoricalDistribution(metaclass=_AnyChoice):
    """One of `choices`: a `Choice` of ours."""

    def __new__(cls, choices: Sequence[Any]) -> Choice:  # type: ignore[misc]  # Optuna has a class of this name
        """The choice that is meant."""
        return Choice(tuple(choices))


def UniformDistribution(low: float, high: float) -> FloatDistribution:  # noqa: N802  # as Optuna has it
    """Optuna's older word for `FloatDistribution`."""
    return FloatDistribution(low, high)


def LogUniformDistribution(low: float, high: float) -> FloatDistribution:  # noqa: N802  # as Optuna has it
    """Optuna's older word for `FloatDistribution` with `log`."""
    return FloatDistribution(low, high, log=True)


def DiscreteUniformDistribution(low: float, high: float, q: float) -> FloatDistribution:  # noqa: N802  # as above
    """Optuna's older word for `FloatDistribution` with a step."""
    return FloatDistribution(low, high, step=q)


def IntUniformDistribution(low: int, high: int, step: int = 1) -> IntDistribution:  # noqa: N802  # as above
    """Optuna's older word for `IntDistribution`."""
    return IntDistribution(low, high, step=step)


def IntLogUniformDistribution(low: int, high: int, step: int = 1) -> IntDistribution:  # noqa: N802  # as above
    """Optuna's older word for `IntDistribution` with `log`; a step other than 1 is refused."""
    return IntDistribution(low, high, log=True, step=step)
