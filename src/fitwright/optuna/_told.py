"""What a study as Optuna's users know it has to say: its trials, the best of them, a frame."""

import math
from collections.abc import Container, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Any

import numpy as np

from fitwright.core.errors import Unsupported
from fitwright.core.events import Event
from fitwright.core.goals import Goals
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.fronts import beaten_by
from fitwright.frozen import TrialState
from fitwright.growing import suggested
from fitwright.optuna._frame import frame
from fitwright.optuna._limits import LIMIT, tells
from fitwright.optuna._queue import Queue
from fitwright.optuna._reading import Reading, copied
from fitwright.optuna.exceptions import NothingComplete
from fitwright.optuna.trial import FrozenTrial
from fitwright.study import Study as Ours
from fitwright.suggest import OPEN


class StudyDirection(IntEnum):
    """Is the value to be low or high?  With Optuna's numbers, so that its directions are equal to these."""

    NOT_SET = 0
    MINIMIZE = 1
    MAXIMIZE = 2

    @property
    def word(self) -> str:
        """As `tune` takes it."""
        return self.name.lower()


class Told:
    """Reads a study from its events.

    Attributes
    ----------
    directions : one for each value.
    stopped : was it ended by `stop`?
    metric_names : of the values, for frames; None where nobody has said.
    """

    def __init__(self, directions: Sequence[str], events: Sequence[Event]):
        self.directions = [StudyDirection[word.upper()] for word in directions]
        self.stopped = False
        self.metric_names: list[str] | None = None
        self._goals = Goals.read([way.word for way in self.directions])
        self._queue: Queue | None = None
        self._stands(events)

    @property
    def heard(self) -> int:
        """How many events it knows of."""
        return len(self._events)

    @property
    def history(self) -> History:
        """The same as our searchers and rules see it; nobody else writes to it."""
        return self._read().history

    @property
    def ours(self) -> Ours:
        """The same as `fitwright.tune` returns it: importance, plots, front, `to_optuna`."""
        history = History(OPEN, self._events)
        if tells(history):
            history.header |= replace(self._goals, limits=(LIMIT,)).header()
        if self.metric_names:
            history.header["metric"] = self.metric_names[0]
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
        _check_alone(self, "directions")
        return self.directions[0]

    @property
    def trials(self) -> list[FrozenTrial]:
        """All, oldest first."""
        return self.get_trials()

    def trial(self, number: int) -> FrozenTrial:
        """One of them."""
        return copied(self._read().trial(number))

    def get_trials(
        self, deepcopy: bool = True, states: Container[TrialState] | None = None
    ) -> list[FrozenTrial]:
        """Those in one of these states; where they are no copies, they are not to be changed."""
        found = [trial for trial in self._read().trials() if states is None or trial.state in states]
        return [copied(trial) for trial in found] if deepcopy else found

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
        _check_alone(self, "best_trials")
        found = self._feasible()
        if not found:
            raise NothingComplete(
                "Expected at least one trial to be complete and to keep all limits; none is."
            )
        sign = self._goals.signs[0]
        return copied(min(found, key=lambda trial: sign * (trial.values or [math.inf])[0]))

    @property
    def best_trials(self) -> list[FrozenTrial]:
        """Those that keep all limits and that no other such trial beats in all values."""
        found = self._feasible()
        signs = np.array(self._goals.signs)
        points = signs * np.array([trial.values for trial in found], np.float64).reshape(-1, len(signs))
        return [copied(trial) for trial, count in zip(found, beaten_by(points), strict=True) if not count]

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
        several = [str(place) for place in range(len(self.directions))]
        names = self.metric_names or (several if len(several) > 1 else [""])
        return frame(self.trials, attrs, names, several=multi_index)

    def _feasible(self) -> list[FrozenTrial]:
        """Complete trials that keep all limits."""
        complete = self.get_trials(deepcopy=False, states=(TrialState.COMPLETE,))
        return [trial for trial in complete if all(by <= 0 for by in trial.constraints.values())]

    def _stands(self, events: Sequence[Event]) -> None:
        """This is all that has happened."""
        self._events, self._reading = list(events), Reading(self._goals, queue=self._queue)

    def _read(self) -> Reading:
        self._reading.hear(self._events)
        return self._reading


def _check_alone(study: Told, word: str) -> None:
    """Has it one value?"""
    if len(study.directions) > 1:
        raise Unsupported(f"Expected a study of one value; there are several. Take {word}.")


class Seen(Told):
    """A study in the middle of a run, as a pruner sees it.

    Parameters
    ----------
    history : as far as it has come.
    study : of which it is; it answers for all that is not read from the history, such as its name, its notes
        and `stop`.  None for a run of `tune`, which has none of these.
    """

    def __init__(self, history: History, study: Any = None):
        signs = Goals.of(history.header).signs
        super().__init__(["minimize" if sign > 0 else "maximize" for sign in signs], ())
        self._reading, self._study = Reading(self._goals, history), study
        self.metric_names = getattr(study, "metric_names", None)

    def __getattr__(self, name: str) -> Any:
        """What the study has beside its trials.

        Raises
        ------
        AttributeError
            It has nothing of this name, or there is no study.
        """
        study = self.__dict__.get("_study")
        if study is None or name.startswith("_"):
            raise AttributeError(f"A study in the middle of a run of tune() has no {name!r}.")
        return getattr(study, name)

    @property
    def ours(self) -> Ours:
        """As it stands."""
        return Ours(self.history, False, self._goals.signs[0], suggested(self.history))
