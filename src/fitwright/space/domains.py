"""One value that may vary."""

import math
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

from fitwright.core.amounts import is_amount
from fitwright.core.errors import SpaceError


class Domain(ABC):
    """All values one hyperparameter may take, each with its place in [0, 1] on a scale of their own."""

    default: Any
    low_cost: Any

    def at(self, u: float) -> Any:
        """The value at `u` in [0, 1): even draws of `u` give draws from the prior."""
        return self.value(u)

    @abstractmethod
    def value(self, place: float) -> Any:
        """The value that lies at this place in [0, 1]."""

    @abstractmethod
    def place(self, value: Any) -> float:
        """Where `value` lies; beyond the ends it is the end.  The inverse of `value`."""

    @property
    @abstractmethod
    def size(self) -> float:
        """How many values there are; infinite where it is a continuum."""

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
    low_cost : the value that is cheapest to evaluate, for searchers that begin there.
    prior : where good values are thought to lie: numbers from `low` to `high` that cut the belief into equal
        shares.  (0, 1, 10) says that half of it lies below 1.  Draws follow it; no value is shut out.

    Examples
    --------
    >>> round(Float(1e-4, 1e-2, log=True).at(0.5), 6)
    0.001
    >>> Float(0, 10, prior=(0, 1, 10)).at(0.5)
    1.0
    """

    low: float
    high: float
    log: bool = False
    step: float | None = None
    default: float | None = None
    low_cost: float | None = None
    prior: Sequence[float] = ()

    def __post_init__(self) -> None:
        _settle(self, float)
        _check_number(self)
        if self.step is not None and (self.log or not self.step > 0):
            raise SpaceError(f"Expected a step above 0 on a scale that is not log; got {self}.")

    def at(self, u: float) -> float:
        return self.value(_believed(self, u))

    def value(self, place: float) -> float:
        if self.log:
            value = math.exp(math.log(self.low) + place * math.log(self.high / self.low))
        elif self.step is None:
            value = self.low + place * (self.high - self.low)
        else:
            value = on_step(self.low, self.step, min(int(place * self.size), int(self.size) - 1))
        return min(max(value, self.low), self.high)

    def place(self, value: Any) -> float:
        within = min(max(float(value), self.low), self.high)
        if self.low == self.high:
            return 0.5
        if self.log:
            return math.log(within / self.low) / math.log(self.high / self.low)
        if self.step is None:
            return (within - self.low) / (self.high - self.low)
        return (min(round((within - self.low) / self.step), self.size - 1) + 0.5) / self.size

    @property
    def size(self) -> float:
        if self.low == self.high:
            return 1
        return math.inf if self.step is None else _count(self.low, self.high, self.step)

    def holds(self, value: Any) -> bool:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        return number and self.low <= value <= self.high

    def middle(self) -> float:
        return self.at(0.5) if self.default is None else self.default

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "float", **_filled(self)}


@dataclass(frozen=True)
class Int(Domain):
    """A whole number from `low` to `high`, both included; the other arguments as for `Float`.

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
    low_cost: int | None = None
    prior: Sequence[float] = ()

    def __post_init__(self) -> None:
        _settle(self, int)
        _check_number(self)
        if self.step < 1 or (self.log and self.step != 1):
            raise SpaceError(f"Expected a step from 1, and 1 on a log scale; got {self}.")

    def at(self, u: float) -> int:
        return self.value(_believed(self, u))

    def value(self, place: float) -> int:
        if self.log:
            low, high = self.low - 0.5, self.high + 0.5
            value = round(math.exp(math.log(low) + place * math.log(high / low)))
        else:
            value = self.low + self.step * min(int(place * self.size), self.size - 1)
        return min(max(value, self.low), self.high)

    def place(self, value: Any) -> float:
        within = min(max(float(value), self.low), self.high)
        if self.log:
            low, high = self.low - 0.5, self.high + 0.5
            return math.log(within / low) / math.log(high / low)
        return (min(round((within - self.low) / self.step), self.size - 1) + 0.5) / self.size

    @property
    def size(self) -> int:
        return (self.high - self.low) // self.step + 1

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

    Parameters
    ----------
    options : the values.
    ordered : searchers then take them as steps of a scale.
    default, low_cost : the option to begin with, and the cheapest one.
    prior : a weight for each option, in proportion to how often it is drawn.

    Examples
    --------
    >>> Choice(["gini", "entropy"]).middle()
    'gini'
    >>> Choice(["gini", "entropy"], prior=(1, 9)).at(0.2)
    'entropy'
    """

    options: Sequence[Any]
    ordered: bool = False
    default: Any = None
    low_cost: Any = None
    prior: Sequence[float] = ()

    def __post_init__(self) -> None:
        if isinstance(self.options, str | bytes | Mapping) or not isinstance(self.options, Iterable):
            raise SpaceError(f"Expected the options of a Choice as a list; got {self.options!r}.")
        object.__setattr__(self, "options", tuple(map(scalar, self.options)))
        _settle_prior(self)
        if not self.options:
            raise SpaceError("Expected at least one option for a Choice; got none.")
        for word, named in (("default", self.default), ("low_cost", self.low_cost)):
            object.__setattr__(self, word, scalar(named))
            if named is not None and not self.holds(named):
                raise SpaceError(f"Expected a default and a low_cost among the options; got {self}.")
        if self.prior and (len(self.prior) != len(self.options) or not all(map(is_amount, self.prior))):
            raise SpaceError(f"Expected a prior of one weight above 0 for each option; got {self}.")

    def at(self, u: float) -> Any:
        if not self.prior:
            return self.value(u)
        sums = list(accumulate(self.prior))
        return self.options[min(bisect_right(sums, u * sums[-1]), len(sums) - 1)]

    def value(self, place: float) -> Any:
        return self.options[min(int(place * len(self.options)), len(self.options) - 1)]

    def place(self, value: Any) -> float:
        return (self.number(value) + 0.5) / len(self.options)

    def number(self, value: Any) -> int:
        """Which option it is; of 1, 1.0 and True, which are equal, the one of its own type."""
        found = self.options.index(_missing_alike(value))
        if type(self.options[found]) is type(value):
            return found
        alike = (i for i, one in enumerate(self.options) if type(one) is type(value) and one == value)
        return next(alike, found)

    @property
    def choices(self) -> Sequence[Any]:
        """The options, by Optuna's name."""
        return self.options

    @property
    def size(self) -> int:
        return len(self.options)

    def holds(self, value: Any) -> bool:
        return _missing_alike(value) in self.options

    def __reduce__(self) -> tuple[Any, ...]:
        """Made anew where it arrives, as what is missing is known by being the same object."""
        return type(self), (self.options, self.ordered, self.default, self.low_cost, self.prior)

    def middle(self) -> Any:
        return self.options[0] if self.default is None else self.default

    def to_dict(self) -> dict[str, Any]:
        return {"kind": "choice", **_filled(self), "options": list(self.options)}


def scalar(value: Any) -> Any:
    """A number of NumPy's as Python's own, what is not a number as `math.nan`; anything else as it is."""
    return _missing_alike(
        value.item() if hasattr(value, "dtype") and getattr(value, "ndim", 1) == 0 else value
    )


def _missing_alike(value: Any) -> Any:
    """The one NaN for any of them: no two are equal, and a list has one where it is the same object."""
    return math.nan if isinstance(value, float) and math.isnan(value) else value


def settled(domain: Domain, value: Any) -> Any:
    """A value as the domain itself would give it: 2 and NumPy's 2.0 are 2.0 to a Float, 2 to an Int.

    Of a Choice that has it the option: 1 is True where that is one.
    """
    plain = scalar(value)
    if isinstance(domain, Choice):
        option = domain.options[domain.number(plain)] if domain.holds(plain) else plain
        return plain if type(option) is type(plain) else option
    if isinstance(domain, Int) and type(plain) is float and plain.is_integer():
        return int(plain)
    return float(plain) if isinstance(domain, Float) and type(plain) is int else plain


def on_step(low: float, step: float, number: int) -> float:
    """The value so many steps above the lowest as one writes it down: 0.1 + 2 * 0.1 is 0.3."""
    return float(Decimal(str(low)) + Decimal(str(step)) * number)


def nth(domain: Domain, place: int) -> Any:
    """The value at this place, from 0 on, of a domain that has so many.

    Examples
    --------
    >>> nth(Int(10, 30, step=10), 2), nth(Float(0, 0.3, step=0.1), 3)
    (30, 0.3)
    """
    if isinstance(domain, Int) and domain.log:
        return domain.low + place
    return domain.value((place + 0.5) / domain.size)


def domain_of(plain: dict[str, Any]) -> Domain:
    """The domain that `to_dict` described."""
    kinds: dict[str, type[Float] | type[Int] | type[Choice]] = {"float": Float, "int": Int, "choice": Choice}
    given = {name: value for name, value in plain.items() if name != "kind"}
    return kinds[plain["kind"]](**given)


def _filled(domain: Float | Int | Choice) -> dict[str, Any]:
    said = {name: value for name, value in vars(domain).items() if value is not None}
    return {**said, "prior": list(domain.prior)} if domain.prior else _without(said, "prior")


def _without(plain: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in plain.items() if key != name}


def _believed(domain: Float | Int, u: float) -> float:
    """The place below which a share `u` of the prior lies; `u` itself where there is none."""
    if not domain.prior:
        return u
    places = [0.0, *(domain.place(value) for value in domain.prior[1:-1]), 1.0]
    left = min(int(u * (len(places) - 1)), len(places) - 2)
    return places[left] + (u * (len(places) - 1) - left) * (places[left + 1] - places[left])


def _count(low: float, high: float, step: float) -> int:
    return math.floor((high - low) / step + 1e-9) + 1


def _settle(domain: Float | Int, kind: type[float] | type[int]) -> None:
    """Every number as `kind`, so that equal domains write the same down.

    Raises
    ------
    SpaceError
        Something is no number, or no whole one where these are meant.
    """
    for word in ("low", "high", "step", "default", "low_cost"):
        given = scalar(getattr(domain, word))
        fits = isinstance(given, int | float) and not isinstance(given, bool)
        if given is None and word in ("step", "default", "low_cost"):
            continue
        if not fits or (kind is int and math.isfinite(given) and given != int(given)):
            number, else_ = ("a whole number", "a Float") if kind is int else ("a number", "a Choice")
            raise SpaceError(f"Expected {word} as {number}; got {given!r} in {domain}. Or take {else_}.")
        object.__setattr__(domain, word, kind(given) if math.isfinite(given) else given)


def _settle_prior(domain: Float | Int | Choice) -> None:
    """The prior as a tuple of Python's own numbers."""
    if not isinstance(domain.prior, Iterable):
        raise SpaceError(f"Expected a prior as a list of numbers; got {domain.prior!r} in {domain}.")
    object.__setattr__(domain, "prior", tuple(map(scalar, domain.prior)))


def _check_number(domain: Float | Int) -> None:
    _settle_prior(domain)
    object.__setattr__(domain, "log", scalar(domain.log))
    low, high, prior = domain.low, domain.high, domain.prior
    if not isinstance(domain.log, bool):
        raise SpaceError(f"Expected log as True or False; got {domain.log!r} in {domain}.")
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise SpaceError(f"Expected finite ends with low <= high; got {domain}. Put the lower end first.")
    if domain.log and not low > 0:
        raise SpaceError(f"Expected low above 0 on a log scale; got {domain}. Raise low, or leave out log.")
    for named in (domain.default, domain.low_cost):
        if named is not None and not domain.holds(named):
            raise SpaceError(f"Expected a default and a low_cost between the ends; got {domain}.")
    if prior and not (
        len(prior) > 1 and list(prior) == sorted(prior) and (prior[0], prior[-1]) == (low, high)
    ):
        raise SpaceError(f"Expected a prior of ascending numbers from low to high; got {domain}.")
