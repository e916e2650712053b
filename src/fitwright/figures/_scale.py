"""From values to places on an axis, and round numbers along it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

TINY = 1e-100
"""What is smaller is nothing."""


@dataclass(frozen=True)
class Scale:
    """`low` lies at 0 and `high` at 1."""

    low: float
    high: float
    log: bool = False

    @classmethod
    def around(cls, values: Iterable[float], log: bool = False, zero: bool = False) -> "Scale":
        """A scale with a little room around the finite values; with `zero` it reaches there."""
        found = [v for v in values if math.isfinite(v) and (v > TINY or not log)] or [1.0]
        low, high = min(found), max(found)
        if zero:
            low, high = min(low, 0.0), max(high, 0.0)
        if log:
            room = max(0.04 * math.log(high) - 0.04 * math.log(low), 1e-3)
            return cls(max(low * math.exp(-room), TINY), high * math.exp(room), True)
        apart = high - low > max(1e-9 * abs(high), TINY)
        room = 0.04 * (high - low) if apart else 0.1 * abs(high) if abs(high) > TINY else 1.0
        return cls(
            low if zero and low == 0 else low - room, high if zero and high == 0 > low else high + room
        )

    def at(self, value: float) -> float:
        """Where a value lies, as a share of the axis."""
        if self.log:
            return (math.log(value) - math.log(self.low)) / (math.log(self.high) - math.log(self.low))
        return (value - self.low) / (self.high - self.low)

    def ticks(self, count: int = 6) -> list[float]:
        """About `count` round numbers within the scale."""
        if self.log and self.high / self.low > 8:
            powers = range(math.ceil(math.log10(self.low)), math.floor(math.log10(self.high)) + 1)
            if len(powers) > 1:
                return [10.0**power for power in powers][:: max(1, len(powers) // count)]
            near = math.floor(math.log10(self.low))
            found = [digit * 10.0**power for power in range(near, near + 3) for digit in (1, 2, 5)]
            return [value for value in found if self.low <= value <= self.high]
        raw = (self.high - self.low) / count
        power = 10.0 ** math.floor(math.log10(raw))
        step = power * next(round_ for round_ in (1, 2, 5, 10) if round_ * power >= raw * 0.999)
        first = math.ceil(self.low / step - 1e-9)
        return [k * step for k in range(first, math.floor(self.high / step + 1e-9) + 1)]


def said(value: float) -> str:
    """A number as short as an axis needs it: 0.25, 40, 12k, 3M."""
    size = abs(value)
    for unit, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if size >= 10 * unit or (size >= unit and value % unit == 0):
            return f"{value / unit:.4g}{letter}"
    return f"{value:.4g}" if size >= 1e-4 or not size else f"{value:.3g}".replace("e-0", "e-")


def counted(value: float) -> str:
    """A number as a reader compares it: 0.9431, 12,345, 3.2M."""
    if abs(value) < 1000:
        return f"{value:.4g}"
    return f"{value:,.0f}" if abs(value) < 1e6 else said(value)
