"""Optuna's names of distributions, for domains of ours."""

from fitwright.space import Choice as CategoricalDistribution
from fitwright.space import Domain as BaseDistribution
from fitwright.space import Float as FloatDistribution
from fitwright.space import Int as IntDistribution

__all__ = ["BaseDistribution", "CategoricalDistribution", "FloatDistribution", "IntDistribution"]
