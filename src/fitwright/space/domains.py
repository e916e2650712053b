"""One value that may vary."""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fitwright.core.errors import SpaceError


class Domain(ABC):
    """All values one hyperparameter may take; `at` maps [0, 1) onto them."""

    default: Any

    @abstractmethod
    def at(self, u: float) -> Any:
        """The value at `u` in [0, 1)."""

    @abstractmethod
    def holds(self, value: Any) -> bool:
        """Is `value` one of them?"""

    @abstractmethod
    def middle(self) -> Any:
        """The value to take when nobody has a better idea: the default, or what lies in the middle."""

    @abstractmethod
    def to_dict(self) -> dict[str, Any]:
        """Plain values, from which `from_dict` makes the same domain."""


@dataclass(frozen=True)
class Float(Domain):
    """A real number between `low` and `high`.

    Parameters
    ----------
    low, high : ends, both included.
    log : spread evenly over orders of magnitude; `low` must be above 0.
    step : only low, low + step, …; not together with `log`.
    default : the value to begin with; the middle where None.

    Examples
    --------
    >>> round(Float(1e-4, 1e-2, log=True).at(0.5), 6)
    0.001
    """

    low: float
    high: float
    log: bool = False
    step: float | None = None
    default: float | None = None

    def __post_init__(self) -> None:
        _check_ends(self, self.low, self.high, self.log)
        if self.step is not None and (self.log or not self.step > 0):
            raise SpaceError(f"Expected a step above 0 on a scale that is not log; got {self}.")
        if self.default is not None and not self.holds(self.default):
            raise SpaceError(f"Expected a default between the ends; got {self}.")

    def at(self, u: float) -> float:
        if self.log:
            value = math.exp(math.log(self.low) + u * math.log(self.high / self.low))
        elif self.step is None:
            value = self.low + u * (self.high - self.low)
        else:
            count = math.floor((self.high - self.low) / self.step + 1e-9) + 1
            value = self.low + self.step * int(u * count)
        return min(max(value, self.low), self.high)

    def holds(self, value: Any) -> bool:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and self.low <= value <= self.high

    def middle(self) -> float:
        return self.at(0.5) if self.default is None else self.default

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "float", **_filled(self)}


@dataclass(frozen=True)
class Int(Domain):
    """A whole number from `low` to `high`, both included; `log`, `step` and `default` as for `Float`.

    Examples
    --------
    >>> Int(1, 10).at(0.0), Int(1, 10).at(0.999)
    (1, 10)
    """

    low: int
    high: int
    log: bool = False
    step: int = 1
    default: int | None = None

    def __post_init__(self) -> None:
        _check_ends(self, self.low, self.high, self.log)
        if self.step < 1 or (self.log and self.step != 1):
            raise SpaceError(f"Expected a step from 1, and 1 on a log scale; got {self}.")
        if self.default is not None and not self.holds(self.default):
            raise SpaceError(f"Expected a default between the ends; got {self}.")

    def at(self, u: float) -> int:
        if self.log:
            low, high = self.low - 0.5, self.high + 0.5
            value = round(math.exp(math.log(low) + u * math.log(high / low)))
        else:
            value = self.low + self.step * int(u * ((self.high - self.low) // self.step + 1))
        return min(max(value, self.low), self.high)

    def holds(self, value: Any) -> bool:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and self.low <= value <= self.high

    def middle(self) -> int:
        return self.at(0.5) if self.default is None else self.default

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "int", **_filled(self)}


@dataclass(frozen=True)
class Choice(Domain):
    """One of a few plain values; `ordered` where neighbours are alike.

    Examples
    --------
    >>> Choice(["gini", "entropy"]).middle()
    'gini'
    """

    options: Sequence[Any]
    ordered: bool = False
    default: Any = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", tuple(self.options))
        if not self.options:
            raise SpaceError("Expected at least one option for a Choice; got none.")
        if self.default is not None and self.default not in self.options:
            raise SpaceError(f"Expected a default among the options; got {self}.")

    def at(self, u: float) -> Any:
        return self.options[min(int(u * len(self.options)), len(self.options) - 1)]

    def holds(self, value: Any) -> bool:
        return value in self.options

    def middle(self) -> Any:
        return self.options[0] if self.default is None else self.default

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "choice", **_filled(self), "options": list(self.options)}


def domain_of(plain: dict[str, Any]) -> Domain:
    """The domain that `to_dict` described."""
    kinds: dict[str, type[Float] | type[Int] | type[Choice]] = {"float": Float, "int": Int, "choice": Choice}
    given = {name: value for name, value in plain.items() if name != "kind"}
    return kinds[plain["kind"]](**given)


def _filled(domain: Float | Int | Choice) -> dict[str, Any]:
    return {name: value for name, value in vars(domain).items() if value is not None}


def _check_ends(domain: Domain, low: float, high: float, log: bool) -> None:
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise SpaceError(f"Expected finite ends with low <= high; got {domain}.")
    if log and not low > 0:
        raise SpaceError(f"Expected low above 0 on a log scale; got {domain}.")
