"""What people write as an objective, as one that the loop can run: functions, generators, Optuna's style."""

import inspect
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from fitwright.core.errors import SettingError
from fitwright.core.goals import SECONDS, Goals
from fitwright.core.trial import Config, Result, Steps
from fitwright.core.work import Objective, Work
from fitwright.returned import outcome
from fitwright.suggest import ONE, OPEN, Defining


def as_objective(given: Any, *, defines: bool, goals: Goals = ONE, seed: int = 0) -> Objective:
    """The objective that is meant.

    Parameters
    ----------
    given : an objective; a function of a config; one that yields losses; or, where it `defines` its space by
        what it suggests, a function of a trial.
    defines : is there no space?
    goals : what it gives.
    seed : of what is drawn inside a function that defines its space.
    """
    if hasattr(given, "steps"):
        if goals.signs[0] < 0 and getattr(given, "goals", None) != goals:
            raise SettingError("Expected direction='minimize' for an objective with steps: it gives losses.")
        made: Objective = given
        return made
    if not callable(given):
        raise SettingError(f"Expected a function to minimise; got {given!r}.")
    if unknown := [] if goals.named else set(goals.measures) - {*goals.names, SECONDS}:
        raise SettingError(
            f"Expected direction by name where {', '.join(sorted(unknown))} is constrained, as in "
            "direction={'loss': 'minimize'}: the function then returns a dict with all of them in it."
        )
    yields = inspect.isgeneratorfunction(given) or inspect.isgeneratorfunction(type(given).__call__)
    if defines and yields:
        raise SettingError(
            "Expected a space for a function that yields its losses, as in tune(f, {'x': Float(0, 1)}) or "
            "--space space.toml; without one a function is given a trial, and tells it by trial.report()."
        )
    if defines:
        return Defining(given, goals, seed)
    return Yielding(given, goals) if yields else Function(given, goals)


@dataclass(frozen=True)
class Function:
    """A function of a config that returns a loss."""

    function: Callable[[Config], Any]
    goals: Goals = ONE

    @property
    def steps(self) -> Steps:
        """One."""
        return Steps()

    def __call__(self, work: Work) -> Result:
        """Call it."""
        began = time.perf_counter()
        loss, values = outcome(self.goals, self.function(dict(work.config)))
        return Result(loss, values, time.perf_counter() - began)


@dataclass(frozen=True)
class Yielding:
    """A function of a config that yields a loss after each epoch, round or fold; the last one counts."""

    function: Callable[[Config], Iterator[Any]]
    goals: Goals = ONE

    @property
    def steps(self) -> Steps:
        """Nobody knows before how many."""
        return OPEN

    def __call__(self, work: Work) -> Iterator[Result]:
        """A step for each loss; a rule may end it in between."""
        began = time.perf_counter()
        for answer in self.function(dict(work.config)):
            loss, values = outcome(self.goals, answer)
            yield Result(loss, values, time.perf_counter() - began)
            began = time.perf_counter()


@dataclass(frozen=True)
class Timed:
    """An objective of somebody else's, and what its steps took where it does not tell."""

    objective: Objective

    @property
    def steps(self) -> Steps:
        """As it is cut."""
        return self.objective.steps

    def __call__(self, work: Work) -> Result | Iterator[Result]:
        """Do one step."""
        began = time.perf_counter()
        result = self.objective(work)
        if isinstance(result, Result) and not result.seconds:
            return replace(result, seconds=time.perf_counter() - began)
        return result
