"""Optuna's names of distributions, for domains of ours."""

from collections.abc import Sequence
from typing import Any

from fitwright.space import Choice
from fitwright.space import Domain as BaseDistribution
from fitwright.space import Float as FloatDistribution
from fitwright.space import Int as IntDistribution

__all__ = ["BaseDistribution", "CategoricalDistribution", "FloatDistribution", "IntDistribution"]


def CategoricalDistribution(choices: Sequence[Any]) -> Choice:  # noqa: N802 - Optuna has a class of this name
    """One of `choices`."""
    return Choice(tuple(choices))
