"""A study of Optuna's that stands where a history does: what its pruners look at."""

import contextlib
import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from fitwright.core.history import History
from fitwright.core.trial import Trial
from fitwright.frozen import reported
from fitwright.space.distributions import distribution, theirs

ENDS: Mapping[str, str] = {"done": "COMPLETE", "stopped": "PRUNED", "failed": "FAIL"}
"""Optuna's words for how a trial ends."""


@dataclass
class _Image:
    """A trial, its number in Optuna's storage, what was told of it there, and the last verdict."""

    trial: Trial
    place: int
    values: dict[int, float] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    ends: bool = False


class Mirror:
    """Follows a history, and asks a pruner about each value that a rule may see.

    Parameters
    ----------
    pruner : one of Optuna's; a copy of it is asked.
    sign : 1 where the value is minimised, -1 where it is maximised.
    """

    def __init__(self, pruner: Any, sign: float):
        import optuna

        self._pruner, self._sign = copy.deepcopy(pruner), sign
        self._storage = optuna.storages.InMemoryStorage()
        self._images: dict[int, _Image] = {}
        known = optuna.logging.get_verbosity()
        optuna.logging.set_verbosity(optuna.logging.WARNING)  # nobody waits for a study in memory
        try:
            self._study = optuna.create_study(
                storage=self._storage,
                study_name="mirror",
                direction="minimize" if sign > 0 else "maximize",
                pruner=self._pruner,
            )
        finally:
            optuna.logging.set_verbosity(known)
        self._id = self._storage.get_study_id_from_name("mirror")

    def fits(self, history: History) -> bool:
        """Does the history go on from where this stands?"""
        return all(
            number in history and _goes_on(image.trial, history[number])
            for number, image in self._images.items()
        )

    def ends(self, trial: Trial, history: History) -> bool:
        """Would the pruner end the trial, now that it has its latest result?"""
        for other in history:
            if other.number != trial.number:
                self._follow(other)
        return self._follow(trial).ends

    def _follow(self, trial: Trial) -> _Image:
        image = self._images.get(trial.number)
        if image is None:
            image = self._images[trial.number] = self._begin(trial)
        elif image.trial is trial or image.trial.state in ENDS:
            return image
        self._tell(image, trial)
        unasked = {step for result in trial.results.values() for step in result.reports}
        for step, value in reported(trial, self._sign).items():
            if image.values.get(step) != value:
                image.values[step] = value
                self._storage.set_trial_intermediate_value(image.place, step, value)
                image.ends = step not in unasked and self._asked(image)
        self._end(image, trial)
        image.trial = trial
        return image

    def _begin(self, trial: Trial) -> _Image:
        from optuna.trial import TrialState, create_trial

        made: Any = create_trial(state=TrialState.RUNNING)
        made.datetime_start -= timedelta(seconds=trial.seconds)
        return _Image(trial, self._storage.create_new_trial(self._id, template_trial=made))

    def _tell(self, image: _Image, trial: Trial) -> None:
        """What its objective has suggested and noted since."""
        for name, (domain, value) in trial.found.items():
            if name not in image.names and domain.holds(value):
                image.names.add(name)
                word, meant = distribution(domain), theirs(domain, value)
                with contextlib.suppress(ValueError):  # options that change have no word there
                    self._storage.set_trial_param(image.place, name, word.to_internal_repr(meant), word)
        for name, note in trial.notes.items():
            self._storage.set_trial_user_attr(image.place, name, note)

    def _asked(self, image: _Image) -> bool:
        return bool(self._pruner.prune(self._study, copy.copy(self._storage.get_trial(image.place))))

    def _end(self, image: _Image, trial: Trial) -> None:
        from optuna.trial import TrialState

        if trial.state in ENDS:
            values = [self._sign * trial.loss] if trial.state != "failed" and trial.results else None
            self._storage.set_trial_state_values(image.place, TrialState[ENDS[trial.state]], values)


def _goes_on(then: Trial, now: Trial) -> bool:
    """Is it the same trial, maybe with more results?"""
    if now is then:
        return True
    begun = list(now.results.items())[: len(then.results)] == list(then.results.items())
    return begun and (then.state not in ENDS or then.state == now.state)
