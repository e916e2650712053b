"""What a study as Optuna's users know it has to say: its trials, the best of them, a frame."""

import math
from collections.abc import Container, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

import numpy as np

from fitwright.core.errors import Unsupported
from fitwright.core.events import Event
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Config, Trial
from fitwright.fronts import beaten_by
from fitwright.frozen import TrialState, frozen
from fitwright.growing import suggested
from fitwright.objectives import OPEN
from fitwright.optuna._frame import frame
from fitwright.optuna._limits import LIMIT, tells
from fitwright.optuna.exceptions import NothingComplete
from fitwright.optuna.trial import FrozenTrial
from fitwright.study import Study as Ours


class StudyDirection(StrEnum):
    """Is the value to be low or high?"""

    MINIMIZE = "minimize"
    MAXIMIZE = "maximize"


class Told:
    """Reads a study from its events.

    Attributes
    ----------
    directions : one for each value.
    stopped : was it ended by `stop`?
    metric_names : of the values, for frames; None where nobody has said.
    """

    def __init__(self, directions: Sequence[str], events: Sequence[Event]):
        self.directions = list(map(StudyDirection, directions))
        self.stopped = False
        self.metric_names: list[str] | None = None
        self._events: list[Event] = list(events)

    @property
    def ours(self) -> Ours:
        """The same as `fitwright.tune` returns it: importance, plots, front, `to_optuna`."""
        history = History(OPEN, self._events)
        if tells(history):
            history.header |= replace(self._goals, limits=(LIMIT,)).header()
        space = suggested(history)
        return Ours(history, self.stopped, self._goals.signs[0], space, tuple(self._events))

    @property
    def direction(self) -> StudyDirection:
        """Is the value to be low or high?

        Raises
        ------
        Unsupported
            There are several values.
        """
        self._check_alone("directions")
        return self.directions[0]

    @property
    def trials(self) -> list[FrozenTrial]:
        """All, oldest first."""
        found = frozen(History(OPEN, self._events), self._goals, self._events)
        return [FrozenTrial(**vars(trial)) for trial in found]

    def trial(self, number: int) -> FrozenTrial:
        """One of them, without a look at the others."""
        events = [event for event in self._events if getattr(event, "trial", number) == number]
        return FrozenTrial(**vars(next(frozen(History(OPEN, events), self._goals, events))))

    def get_trials(
        self, deepcopy: bool = True, states: Container[TrialState] | None = None
    ) -> list[FrozenTrial]:
        """Those in one of these states; they are copies in any case."""
        return [trial for trial in self.trials if states is None or trial.state in states]

    @property
    def best_trial(self) -> FrozenTrial:
        """The complete one with the best value, of those that keep all limits.

        Raises
        ------
        NothingComplete
            There is none.
        Unsupported
            There are several values.
        """
        self._check_alone("best_trials")
        found = self._feasible()
        if not found:
            raise NothingComplete(
                "Expected at least one trial to be complete and to keep all limits; none is."
            )
        sign = self._goals.signs[0]
        return min(found, key=lambda trial: sign * (trial.values or [math.inf])[0])

    @property
    def best_trials(self) -> list[FrozenTrial]:
        """Those that keep all limits and that no other such trial beats in all values."""
        found = self._feasible()
        signs = np.array(self._goals.signs)
        points = signs * np.array([trial.values for trial in found], np.float64).reshape(-1, len(signs))
        return [trial for trial, count in zip(found, beaten_by(points), strict=True) if not count]

    @property
    def best_params(self) -> Config:
        """Of the best trial."""
        return dict(self.best_trial.params)

    @property
    def best_value(self) -> float:
        """Of the best trial."""
        return float((self.best_trial.values or [math.nan])[0])

    def trials_dataframe(self, attrs: Sequence[str] = (), multi_index: bool = False) -> Any:
        """A pandas frame with a row for each trial.

        Parameters
        ----------
        attrs : what it shows, such as ("number", "value", "params", "state"); all there is where empty.
        multi_index : ("params", "x") in place of "params_x".
        """
        names = self.metric_names or [str(place) for place in range(len(self.directions))]
        return frame(self.trials, attrs, names, several=multi_index)

    def _feasible(self) -> list[FrozenTrial]:
        """Complete trials that keep all limits."""
        complete = self.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
        return [trial for trial in complete if all(by <= 0 for by in trial.constraints.values())]

    def _check_alone(self, word: str) -> None:
        if len(self.directions) > 1:
            raise Unsupported(f"Expected a study of one value; there are several. Take {word}.")

    @property
    def _goals(self) -> Goals:
        return Goals.read([str(word) for word in self.directions])


class Seen(Told):
    """A study in the middle of a run, as a pruner sees it; each trial is looked at when it has changed."""

    def __init__(self, history: History):
        signs = Goals.of(history.header).signs
        super().__init__(["minimize" if sign > 0 else "maximize" for sign in signs], ())
        self.history = history
        self._known: dict[int, tuple[Trial, FrozenTrial]] = {}

    @property
    def ours(self) -> Ours:
        """As it stands."""
        return Ours(self.history, False, self._goals.signs[0], suggested(self.history))

    @property
    def trials(self) -> list[FrozenTrial]:
        """All, oldest first."""
        return [self.trial(one.number) for one in self.history]

    def trial(self, number: int) -> FrozenTrial:
        """One of them; its times are those at which it was first seen, and before."""
        now = self.history[number]
        known = self._known.get(number)
        if known is None or known[0] is not now:
            found = frozen(self.history.with_trials([now]), self._goals, ())
            known = self._known[number] = now, FrozenTrial(**vars(next(found)))
        return known[1]
