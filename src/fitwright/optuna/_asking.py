"""Trials that whoever asks for them runs: written down as `tune` writes down its own."""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fitwright.core.errors import SettingError
from fitwright.core.events import Asked, Closed, Event, Opened, Started, Stepped
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import STEP, Config, Result, Step
from fitwright.frozen import TrialState
from fitwright.growing import Growing
from fitwright.optuna._hooks import ends
from fitwright.optuna._limits import Limits, constrain, measured
from fitwright.optuna._values import infinite, meant, numbers
from fitwright.optuna.exceptions import UpdateFinishedTrialError
from fitwright.optuna.trial import Trial
from fitwright.returned import outcome
from fitwright.scalar import Judging, Scalar
from fitwright.space.domains import settled
from fitwright.space.reading import domain
from fitwright.stopping import Rule
from fitwright.suggest import OPEN, Suggest


@dataclass(frozen=True)
class _Open:
    """A trial that was asked for, and since when it runs."""

    trial: Trial
    since: float
    study: Any = None


def _check(told: Any, state: TrialState) -> None:
    """Can a trial be taken in that is told so?"""
    if not state.is_finished() or told.params.keys() != told.distributions.keys():
        raise SettingError(
            f"Expected a trial that has ended, with a distribution for each parameter; got {told}."
        )
    given = None if told.values is None else numbers(told.values)
    fits = {TrialState.COMPLETE: given is not None, TrialState.FAIL: told.values is None}
    if not fits.get(state, True):
        raise SettingError(
            "Expected values, none of which is NaN, of a trial that is complete, and none of one that has "
            f"failed; got {told}."
        )


class Asking:
    """Proposes trials and takes in what became of them, one or several at a time.

    Parameters
    ----------
    events : of the study so far.
    goals : what it is for.
    search : a searcher by name or as an object.
    rule : what `should_prune` asks.
    seed : of all draws.
    limits : what to ask about each trial that is complete.
    """

    def __init__(
        self,
        events: Sequence[Event],
        goals: Goals,
        search: Any,
        rule: Rule,
        seed: int,
        limits: Limits | None = None,
    ):
        self.history, self.goals, self._limits = History(OPEN, events), goals, limits
        self._scalar = Scalar(goals, seed)
        self._searcher = Growing(search, seed, waits=False)
        self._rule = rule if goals.alone else Judging(rule, self._scalar)
        self._open: dict[int, _Open] = {}
        self._began = time.monotonic() - self.history.spent
        self._new: list[Event] = []

    @property
    def waiting(self) -> list[int]:
        """Numbers of trials that were asked for and not told of."""
        return sorted(self._open)

    def news(self) -> list[Event]:
        """What happened since this was asked last."""
        found, self._new = self._new, []
        return found

    def hear(self, events: Sequence[Event]) -> None:
        """What others have done with the same study."""
        self.history.add(*events)

    def ask(self, given: Config, study: Any = None) -> Trial:
        """A trial of a study to run; it takes what is `given`, else what the searcher proposes."""
        number = len(self.history)
        seen = self.history if self.goals.alone else self._scalar.view(self.history, number)
        config = {**(self._searcher.ask(number, seen) or {}), **given}
        self._begin(number, config, self._searcher.origin(config))
        told = Suggest(number, config, self._scalar.seed, self._hearing(number), self.goals)
        trial = Trial.of(told, study, wished=given)
        self._open[number] = _Open(trial, time.monotonic(), study)
        return trial

    def tell(self, number: int, values: Any, state: TrialState | None) -> None:
        """How a trial ended; without a state it is complete where there are values, else it has failed.

        Raises
        ------
        SettingError
            It was not asked for, or has been told of; the values are no numbers; or the state is no end.
        """
        if number not in self._open:
            kind = UpdateFinishedTrialError if number in self.history else SettingError
            raise kind(f"Expected a trial that was asked for and not told of; got number {number}.")
        values = None if values is None else meant(values, len(self.goals.names))
        guess = TrialState.FAIL if values is None else TrialState.COMPLETE
        ended = guess if state is None else TrialState.of(state)
        if not ended.is_finished() or (ended is TrialState.COMPLETE) != (values is not None):
            raise SettingError(
                f"Expected values with a trial that is complete, and none with one that was pruned or has "
                f"failed; got {values!r} and {ended.name}."
            )
        one = self._open[number]
        endless = infinite(values, len(self.goals.names))
        one.trial.measured |= endless
        loss, named = (math.inf, {}) if values is None or endless else self._outcome(values)
        if ended is TrialState.COMPLETE:
            constrain(one.trial, self._limits)
        if one.study is not None:
            ends(one.trial, one.study, ended, values)
        for value, step in one.trial.waiting if ended is TrialState.PRUNED else ():
            self._hearing(number)(value, step)
        result = replace(self._result(one, loss, named), reports=one.trial.unjudged)
        del self._open[number]
        if ended is TrialState.COMPLETE and math.isfinite(loss):
            self._step(number, result)
        self._end(number, ended if math.isfinite(loss) or values is None else TrialState.FAIL, result)

    def add(self, told: Any) -> None:
        """A trial that ended elsewhere, here or in a study of Optuna's own.

        Raises
        ------
        SettingError
            It has not ended, or a parameter has no distribution.
        """
        state, number = TrialState[told.state.name], len(self.history)
        _check(told, state)
        kinds = {name: domain(name, given) for name, given in told.distributions.items()}
        found = {name: (kinds[name], settled(kinds[name], value)) for name, value in told.params.items()}
        if strange := [name for name, (kind, value) in found.items() if not kind.holds(value)]:
            raise SettingError(f"Expected a value within its distribution for {strange[0]!r}; got {told}.")
        self._begin(number, told.params, "told")
        for step, value in told.intermediate_values.items():
            self._step(number, Result(self.goals.signs[0] * value, {STEP: float(step)}, found=found))
        endless = infinite(told.values, len(self.goals.names))
        loss, named = (math.inf, endless) if told.values is None or endless else self._outcome(told.values)
        result = Result(loss, {**measured(told), **named}, found=found, notes=told.user_attrs)
        state = TrialState.FAIL if endless else state
        if state is TrialState.COMPLETE:
            self._step(number, result)
        self._end(number, state, result)

    def _begin(self, number: int, config: Config, origin: str) -> None:
        if not self.history.header:
            known = {"lag": 1, "timed": True, "folds": 1, "began": time.time()}
            self._say(Opened({**known, **self.goals.header()}))
        decision = 1 + max(self.history.granted, default=-1)
        self._say(Asked(number, config, origin), Started(number, Step(), decision=decision))

    def _end(self, number: int, state: TrialState, result: Result) -> None:
        last = replace(result, loss=math.inf)
        at = time.monotonic() - self._began
        match state:
            case TrialState.COMPLETE:
                self._say(Closed(number, "done", at=at))
            case TrialState.PRUNED:
                self._say(Closed(number, "stopped", why="Told so.", at=at, result=last))
            case _:
                self._say(Closed(number, "failed", "exception", "Told so.", at, last))

    def _hearing(self, number: int) -> Callable[[Any, float], bool]:
        def hear(value: Any, step: float) -> bool:
            loss, named = self._outcome(value)
            if not math.isfinite(loss):
                return True
            self._step(number, self._result(self._open[number], loss, {STEP: step, **named}))
            return self._rule.judge(self.history[number], self.history) != "go"

        return hear

    def _outcome(self, values: Any) -> tuple[float, dict[str, float]]:
        several = isinstance(values, Sequence) and not isinstance(values, str)
        try:
            return outcome(self.goals, values[0] if several and len(values) == 1 else values)
        except (TypeError, ValueError) as error:
            raise SettingError(str(error)) from error

    def _result(self, one: _Open, loss: float, values: Mapping[str, float]) -> Result:
        trial, seconds = one.trial, time.monotonic() - one.since
        told = self.history[trial.number].seconds
        beside = {**trial.measured, **values}
        return Result(loss, beside, seconds - told, found=dict(trial.found), notes=dict(trial.user_attrs))

    def _step(self, number: int, result: Result) -> None:
        step = Step(0, len(self.history[number].results))
        self._say(Stepped(number, step, result, time.monotonic() - self._began))

    def _say(self, *events: Event) -> None:
        self.history.add(*events)
        self._new += events
