"""What people write as an objective, as one that the loop can run: functions, generators, Optuna's style."""

import inspect
import math
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config, Result, Steps
from fitwright.core.work import Objective, Work
from fitwright.space import Choice, Domain, Float, Int

OPEN = Steps(open_ended=True)


def as_objective(given: Any, *, defines: bool, sign: float = 1.0, seed: int = 0) -> Objective:
    """The objective that is meant.

    Parameters
    ----------
    given : an objective; a function of a config; one that yields losses; or, where it `defines` its space by
        what it suggests, a function of a trial.
    defines : is there no space?
    sign : 1 minimises, -1 maximises.
    seed : of what is drawn inside a function that defines its space.
    """
    if hasattr(given, "steps"):
        if sign < 0:
            raise SettingError("Expected direction='minimize' for an objective with steps: it gives losses.")
        made: Objective = given
        return made
    if not callable(given):
        raise SettingError(f"Expected a function to minimise; got {given!r}.")
    if defines:
        return Defining(given, sign, seed)
    yields = inspect.isgeneratorfunction(given) or inspect.isgeneratorfunction(type(given).__call__)
    return Yielding(given, sign) if yields else Function(given, sign)


@dataclass(frozen=True)
class Function:
    """A function of a config that returns a loss."""

    function: Callable[[Config], Any]
    sign: float = 1.0

    @property
    def steps(self) -> Steps:
        """One."""
        return Steps()

    def __call__(self, work: Work) -> Result:
        """Call it."""
        began = time.perf_counter()
        loss = self.sign * number(self.function(dict(work.config)))
        return Result(loss, seconds=time.perf_counter() - began)


@dataclass(frozen=True)
class Yielding:
    """A function of a config that yields a loss after each epoch, round or fold; the last one counts."""

    function: Callable[[Config], Iterator[Any]]
    sign: float = 1.0

    @property
    def steps(self) -> Steps:
        """Nobody knows before how many."""
        return OPEN

    def __call__(self, work: Work) -> Iterator[Result]:
        """A step for each loss; a rule may end it in between."""
        began = time.perf_counter()
        for loss in self.function(dict(work.config)):
            yield Result(self.sign * number(loss), seconds=time.perf_counter() - began)
            began = time.perf_counter()


@dataclass(frozen=True)
class Defining:
    """A function of a `Suggest` that asks for values as it goes, as Optuna's objectives do."""

    function: Callable[["Suggest"], Any]
    sign: float = 1.0
    seed: int = 0

    @property
    def steps(self) -> Steps:
        """Nobody knows before how many."""
        return OPEN

    def __call__(self, work: Work) -> Generator[Result, None, Result]:
        """A step for each report, and one for what it returns; it runs in a thread, so that it can wait."""
        talk = _Talk()
        trial = Suggest(work.key.trial, work.config, self.seed, talk)
        with ThreadPoolExecutor(1, "objective") as pool:
            future = pool.submit(self.function, trial)
            future.add_done_callback(lambda _: talk.told.put(None))
            began = time.perf_counter()
            try:
                while (value := talk.told.get()) is not None:
                    yield self._result(value, trial, began)
                    began = time.perf_counter()
                    talk.verdicts.put("go")
            finally:
                talk.verdicts.put("stop")
        return self._result(future.result(), trial, began)

    def _result(self, value: Any, trial: "Suggest", began: float) -> Result:
        seconds = time.perf_counter() - began
        return Result(self.sign * number(value), seconds=seconds, found=dict(trial.found))


@dataclass
class _Talk:
    """Between the thread of a function and the step it runs in."""

    told: "SimpleQueue[float | None]" = field(default_factory=SimpleQueue)
    verdicts: "SimpleQueue[str]" = field(default_factory=SimpleQueue)


class Suggest:
    """What a function that defines its space as it goes is given.

    Attributes
    ----------
    number : of the trial.
    params : name to value of what was suggested so far.
    found : name to (domain, value), the same with the domains.
    reports : what was reported so far, in the function's own sign.
    stopped : has a rule ended the trial?
    """

    def __init__(self, number: int, proposed: Mapping[str, Any], seed: int, talk: _Talk | None = None):
        self.number = number
        self.found: dict[str, tuple[Domain, Any]] = {}
        self.reports: list[float] = []
        self.stopped = False
        self._proposed, self._seed, self._talk = proposed, seed, talk

    @property
    def params(self) -> dict[str, Any]:
        """Name to value."""
        return {name: value for name, (_, value) in self.found.items()}

    def suggest_float(
        self, name: str, low: float, high: float, *, step: float | None = None, log: bool = False
    ) -> float:
        """A number from `low` to `high`."""
        return float(self._value(name, Float(low, high, log=log, step=step)))

    def suggest_int(self, name: str, low: int, high: int, *, step: int = 1, log: bool = False) -> int:
        """A whole number from `low` to `high`, both included."""
        return int(self._value(name, Int(low, high, log=log, step=step)))

    def suggest_categorical(self, name: str, choices: Sequence[Any]) -> Any:
        """One of `choices`."""
        return self._value(name, Choice(tuple(choices)))

    def report(self, value: float, step: int) -> None:
        """Tell an intermediate value; steps rise."""
        self.reports.append(number(value))
        if self._talk is not None and not self.stopped:
            self._talk.told.put(self.reports[-1])
            self.stopped = self._talk.verdicts.get() != "go"

    def should_prune(self) -> bool:
        """Has a rule ended the trial?"""
        return self.stopped

    def _value(self, name: str, domain: Domain) -> Any:
        """What the searcher proposed, where it fits; else a draw from seed, trial and name alone."""
        if name not in self.found:
            proposed = self._proposed.get(name)
            fits = name in self._proposed and domain.holds(proposed)
            draw = np.random.default_rng(seed_of(self._seed, self.number, name)).random()
            self.found[name] = (domain, proposed if fits else domain.at(draw))
        known, value = self.found[name]
        if known != domain:
            raise SettingError(f"Expected {name!r} to be suggested from {known} again; got {domain}.")
        return value


def number(loss: Any) -> float:
    """A loss as a plain number; infinite and missing ones are for the loop to refuse."""
    if isinstance(loss, bool | str | bytes) or not hasattr(loss, "__float__"):
        raise TypeError(f"Expected the objective to return a number; got {type(loss).__name__}.")
    try:
        return float(loss)
    except (TypeError, ValueError) as error:
        raise TypeError(f"Expected the objective to return one number; got {loss!r:.100}.") from error


def signed(loss: float, sign: float) -> float:
    """The user's value of a loss; no minus before a zero."""
    return loss if sign > 0 or math.isnan(loss) else 0.0 - loss
