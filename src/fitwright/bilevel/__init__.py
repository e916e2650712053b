"""Objectives that tell how their loss changes with each number: what `search="gradient"` goes by."""

from fitwright.bilevel.autograd import Autograd
from fitwright.bilevel.differentiable import Differentiable
from fitwright.bilevel.folded import Folded
from fitwright.bilevel.logistic import GroupedLogistic
from fitwright.bilevel.problem import Bilevel
from fitwright.bilevel.ridge import GroupedRidge
from fitwright.bilevel.unrolled import Unrolled

__all__ = [
    "Autograd",
    "Bilevel",
    "Differentiable",
    "Folded",
    "GroupedLogistic",
    "GroupedRidge",
    "Unrolled",
]
