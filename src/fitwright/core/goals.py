"""What is wanted of a trial: one loss or several by name, and limits that measured values have to keep to."""

import math
import operator
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

from fitwright.core.errors import SettingError
from fitwright.core.trial import Result, Trial

SIGNS: Mapping[str, float] = {"minimize": 1.0, "maximize": -1.0}
HOLDS: Mapping[str, Any] = {"<=": operator.le, "<": operator.lt, ">=": operator.ge, ">": operator.gt}
SECONDS = "seconds"
"""Measured of every trial: what its steps took, all together."""
LEAST = 1e-12
"""The excess of what lies on a bound that it must not touch."""
_LIMIT = re.compile(r"\s*(<=|>=|<|>)\s*(\S+)\s*")


@dataclass(frozen=True)
class Limit:
    """A bound that a measured value has to keep to; a trial that breaks it is infeasible."""

    name: str
    holds: str
    """One of <=, <, >=, >."""
    bound: float

    @classmethod
    def read(cls, name: str, text: Any) -> Self:
        """From text such as "<= 0.1".

        Raises
        ------
        SettingError
            This is no limit.

        Examples
        --------
        >>> Limit.read("ms_per_row", "<= 0.1")
        Limit(name='ms_per_row', holds='<=', bound=0.1)
        """
        found = _LIMIT.fullmatch(text) if isinstance(text, str) else None
        try:
            bound = math.nan if found is None else float(found[2])
        except ValueError:
            bound = math.nan
        if found is None or not math.isfinite(bound):
            raise SettingError(
                "Expected a constraint as text with <=, <, >= or > and a number, as in "
                f"{{{name!r}: '<= 0.1'}}; got {text!r}."
            )
        return cls(name, found[1], bound)

    def excess(self, value: float) -> float:
        """By how much `value` breaks it, in bounds (in ones where the bound is 0); 0 where it keeps to it."""
        if HOLDS[self.holds](value, self.bound):
            return 0.0
        beyond = abs(value - self.bound) / (abs(self.bound) or 1.0)
        return math.inf if math.isnan(beyond) else max(beyond, LEAST)

    def __str__(self) -> str:
        return f"{self.name} {self.holds} {self.bound:g}"


@dataclass(frozen=True)
class Goals:
    """Losses in the order of their importance, and limits.

    The first loss is that of the trial (`Trial.loss`).  Every other one is a value that its results hold by
    name, in the function's own sign; the mean over folds counts.

    Attributes
    ----------
    names : of the losses.
    signs : for each 1 where it is minimised, -1 where it is maximised.
    limits : what has to hold.
    named : did the user name them, so that a function may give a dict?
    """

    names: tuple[str, ...] = ("value",)
    signs: tuple[float, ...] = (1.0,)
    limits: tuple[Limit, ...] = ()
    named: bool = False

    @classmethod
    def read(cls, direction: Any = "minimize", constraints: Any = None) -> Self:
        """From what the user said.

        Parameters
        ----------
        direction : "minimize" or "maximize"; a list of them, one for each number that a function returns; or
            a dict of name to direction, where it returns a dict; goals stay what they are.
        constraints : name to a bound, as in {"ms_per_row": "<= 0.1"}.

        Raises
        ------
        SettingError
            One of them cannot be used.

        Examples
        --------
        >>> Goals.read({"roc_auc": "maximize", "ms": "minimize"}).signs
        (-1.0, 1.0)
        """
        limits = constraints or {}
        if not isinstance(limits, Mapping) or not all(isinstance(name, str) for name in limits):
            raise SettingError(f"Expected constraints as a dict of name to bound; got {constraints!r}.")
        held = tuple(Limit.read(name, text) for name, text in limits.items())
        if isinstance(direction, cls):
            return replace(direction, limits=direction.limits + held)
        if isinstance(direction, str) or (isinstance(direction, list | tuple) and len(direction) == 1):
            return cls(signs=(_sign(direction if isinstance(direction, str) else direction[0]),), limits=held)
        if not isinstance(direction, Mapping | Sequence) or not len(direction):
            raise SettingError(
                "Expected direction as 'minimize' or 'maximize', a list of these, or a dict of name to one; "
                f"got {direction!r}."
            )
        if isinstance(direction, Mapping):
            signs = tuple(_sign(word) for word in direction.values())
            return cls(tuple(map(str, direction)), signs, held, named=True)
        names = tuple(f"value_{place}" for place in range(len(direction)))
        return cls(names, tuple(map(_sign, direction)), held)

    @classmethod
    def of(cls, header: Mapping[str, Any]) -> Self:
        """Those of a run, from its header."""
        told = header.get("goals")
        if told is None:
            sign = -1.0 if header.get("higher_is_better") else 1.0
            return cls((str(header.get("metric", "value")),), (sign,))
        limits = tuple(Limit(**limit) for limit in told["limits"])
        return cls(tuple(told["names"]), tuple(told["signs"]), limits, told["named"])

    def to_dict(self) -> dict[str, Any]:
        """Plain values for a header."""
        return {
            "names": list(self.names),
            "signs": list(self.signs),
            "limits": [asdict(limit) for limit in self.limits],
            "named": self.named,
        }

    def header(self) -> dict[str, Any]:
        """What a run's header says of them."""
        known = {"metric": self.names[0], "higher_is_better": self.signs[0] < 0}
        return known if self.plain else {**known, "goals": self.to_dict()}

    @property
    def plain(self) -> bool:
        """Is there one loss without a name, and no limit?"""
        return self.alone and not self.named

    @property
    def alone(self) -> bool:
        """Is there one loss, and no limit?"""
        return len(self.names) == 1 and not self.limits

    @property
    def directions(self) -> str | dict[str, str]:
        """As `read` takes them, where there is one loss or they have names."""
        words = {sign: word for word, sign in SIGNS.items()}
        if not self.named:
            return words[self.signs[0]]
        return {name: words[sign] for name, sign in zip(self.names, self.signs, strict=True)}

    @property
    def aims(self) -> str | dict[str, Any]:
        """As a study tells of them: one word where there is one loss and nothing else, else plain values."""
        return self.directions if self.plain else self.to_dict()

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of all losses and of all that has a limit, each once."""
        return tuple(dict.fromkeys([*self.names, *(limit.name for limit in self.limits)]))

    def sign(self, name: str) -> float:
        """Of a loss; 1 for what is none."""
        return dict(zip(self.names, self.signs, strict=True)).get(name, 1.0)

    def value(self, trial: Trial, name: str) -> float:
        """What was measured of a trial, in its own sign; NaN where nothing was."""
        if name == self.names[0]:
            return trial.loss if self.signs[0] > 0 else 0.0 - trial.loss
        known = [result.values[name] for result in trial.best_by_fold.values() if name in result.values]
        if known:
            return sum(known) / len(known)
        return trial.seconds if name == SECONDS and trial.results else math.nan

    def losses(self, trial: Trial) -> tuple[float, ...]:
        """Of a trial, in their order; lower is better; infinite where one was not measured."""
        return (trial.loss, *(self._loss(self.value(trial, name), name) for name in self.names[1:]))

    def losses_at(self, trial: Trial, result: Result) -> tuple[float, ...]:
        """At one of its steps."""
        beside = (
            result.values[name] if name in result.values else self.value(trial, name)
            for name in self.names[1:]
        )
        told = (self._loss(value, name) for value, name in zip(beside, self.names[1:], strict=True))
        return (result.loss, *told)

    def excess(self, trial: Trial) -> float:
        """By how much a trial breaks the limits, all together; 0 where it is feasible."""
        return sum((limit.excess(self.value(trial, limit.name)) for limit in self.limits), 0.0)

    def _loss(self, value: float, name: str) -> float:
        return math.inf if math.isnan(value) else self.sign(name) * value


def _sign(direction: Any) -> float:
    if not isinstance(direction, str) or direction not in SIGNS:
        raise SettingError(f"Expected direction as 'minimize' or 'maximize'; got {direction!r}.")
    return SIGNS[direction]
