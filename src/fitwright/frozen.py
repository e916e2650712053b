"""Trials in Optuna's words: states, values, intermediate values and times, without Optuna."""

import math
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import Any, Self

from fitwright.core.errors import SettingError
from fitwright.core.events import Closed, Event, Stepped
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import STEP, Config, Trial

CONSTRAINT = "constraint: "
"""A value whose name begins so is of an objective's own limits: kept where it is at most 0."""
INFEASIBLE = "constraints broken by"
"""The value that says by how much these are broken, all together; no measure of a user's is called so."""

VALUE = "value of the objective: "
"""A value whose name begins so is one that an objective returned, where one of these is infinite."""


class TrialState(IntEnum):
    """What became of a trial; the numbers are Optuna's, so that its states are equal to these."""

    RUNNING = 0
    COMPLETE = 1
    PRUNED = 2
    FAIL = 3
    WAITING = 4

    @classmethod
    def of(cls, given: Any) -> Self:
        """The state that is meant, be it one of Optuna's.

        Raises
        ------
        SettingError
            It is none.
        """
        try:
            return cls(given)
        except ValueError as error:
            raise SettingError(f"Expected a state such as TrialState.COMPLETE; got {given!r}.") from error

    def __str__(self) -> str:
        return f"{type(self).__name__}.{self.name}"

    def is_finished(self) -> bool:
        """Is it over?"""
        return self in (TrialState.COMPLETE, TrialState.PRUNED, TrialState.FAIL)


@dataclass(frozen=True)
class FrozenTrial:
    """A trial as it was.

    Attributes
    ----------
    values : in their own sign, one for each loss; the last one reported where it was pruned; None where there
        is none.
    params : the config.
    user_attrs : what the objective noted.
    intermediate_values : step to what was reported there, in its own sign; empty with several losses.
    distributions : name to the domain that the objective suggested it from.
    constraints : name of a limit to by how much it is broken, at most 0 where it is kept.
    datetime_start, datetime_complete : in local time; the end is None where it is not over.
    """

    number: int
    state: TrialState
    values: list[float] | None
    params: Config
    user_attrs: dict[str, Any] = field(default_factory=dict)
    intermediate_values: dict[int, float] = field(default_factory=dict)
    constraints: dict[str, float] = field(default_factory=dict)
    datetime_start: datetime | None = None
    datetime_complete: datetime | None = None
    distributions: dict[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> float | None:
        """The first of its values."""
        return None if self.values is None else self.values[0]

    @property
    def last_step(self) -> int | None:
        """The last step that was reported."""
        return max(self.intermediate_values, default=None)

    @property
    def duration(self) -> timedelta | None:
        """From its start to its end."""
        if self.datetime_start is None or self.datetime_complete is None:
            return None
        return self.datetime_complete - self.datetime_start


def frozen(history: History, goals: Goals, events: Iterable[Event]) -> Iterator[FrozenTrial]:
    """All trials, oldest first.

    Parameters
    ----------
    history, events : of the run; times follow from the seconds that the events tell.
    goals : what is wanted of a trial.
    """
    began = float(history.header.get("began", time.time() - history.spent))
    told = spans(events)
    for trial in history:
        start, end = told.get(trial.number, (history.spent - trial.seconds, history.spent))
        yield freeze(trial, goals, (began + start, began + end))


def freeze(trial: Trial, goals: Goals, span: tuple[float, float]) -> FrozenTrial:
    """A trial as it is.

    Parameters
    ----------
    trial, goals : of the run.
    span : when it began and when it ended, if it has, in seconds since 1970.
    """
    state, values = _outcome(trial, goals)
    start, end = map(clock, span)
    return FrozenTrial(
        trial.number,
        state,
        values,
        dict(trial.config),
        trial.notes,
        reported(trial, goals.signs[0]) if len(goals.names) == 1 else {},
        constraints(trial, goals) if values else {},
        start,
        end if state.is_finished() else None,
        {name: domain for name, (domain, _) in trial.found.items()},
    )


def constraints(trial: Trial, goals: Goals) -> dict[str, float]:
    """Name to by how much each limit is broken, those that its objective told among them."""
    told = [result.values for result in (*trial.results.values(), trial.last) if result is not None]
    own = {name: value for values in told for name, value in values.items() if name.startswith(CONSTRAINT)}
    said = [limit for limit in goals.limits if limit.name != INFEASIBLE]
    return {
        **{limit.name: limit.excess(goals.value(trial, limit.name)) for limit in said},
        **{name.removeprefix(CONSTRAINT): value for name, value in own.items()},
    }


def _outcome(trial: Trial, goals: Goals) -> tuple[TrialState, list[float] | None]:
    values = [goals.value(trial, name) for name in goals.names]
    match trial.state:
        case "done" if all(map(math.isfinite, values)):
            return TrialState.COMPLETE, values
        case "done" | "failed":  # one of several losses is missing
            told = {} if trial.last is None else trial.last.values
            given = [told.get(f"{VALUE}{place}", math.nan) for place in range(len(values))]
            whole = not any(map(math.isnan, given))
            return (TrialState.COMPLETE, given) if whole else (TrialState.FAIL, None)
        case "stopped":
            return TrialState.PRUNED, values if len(values) == 1 and trial.results else None
        case _:
            return TrialState.RUNNING, None


def reported(trial: Trial, sign: float) -> dict[int, float]:
    """Step to value, in its own sign: by the steps that the objective told, else by their count.

    Nothing where one result was the whole.
    """
    results = list(trial.results.values())
    told = [result.values.get(STEP) for result in results]
    if all(step is None for step in told):
        whole = len(results) == 1 and trial.state == "done"
        told = [] if whole else [float(place) for place in range(len(results))]
    pairs = zip(told, trial.course, strict=False)
    judged = {int(step): loss if sign > 0 else 0.0 - loss for step, loss in pairs if step is not None}
    return judged | {step: value for result in results for step, value in result.reports.items()}


def spans(
    events: Iterable[Event], known: Mapping[int, tuple[float, float]] | None = None
) -> dict[int, tuple[float, float]]:
    """Trial to its first and last second, as far as the events tell, and those before them."""
    found: dict[int, tuple[float, float]] = {}
    for event in events:
        if isinstance(event, Stepped | Closed):
            start = event.at - (event.result.seconds if isinstance(event, Stepped) else 0.0)
            first, last = found.get(event.trial) or (known or {}).get(event.trial, (start, event.at))
            found[event.trial] = (min(first, start), max(last, event.at))
    return found


def clock(seconds: float) -> datetime:
    """Local time without a zone, as Optuna keeps it."""
    return datetime.fromtimestamp(seconds, UTC).astimezone().replace(tzinfo=None)
