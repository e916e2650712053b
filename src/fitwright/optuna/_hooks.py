"""A sampler in a trial: it hears of the beginning and the end, and one of the user's proposes values."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from fitwright.core.errors import is_pruned
from fitwright.core.history import History
from fitwright.core.trial import Config
from fitwright.frozen import TrialState
from fitwright.optuna._queue import Queue, Wish
from fitwright.optuna._values import numbers
from fitwright.optuna.samplers import BaseSampler
from fitwright.optuna.trial import Trial
from fitwright.search import Searcher
from fitwright.space import Space


class Theirs(Searcher):
    """Leaves every value to a sampler that is asked while the objective runs.

    Parameters
    ----------
    name : of its class.
    """

    def __init__(self, name: str, space: Space | None = None, seed: int = 0):
        super().__init__(space, seed)
        self.name = name

    def ask(self, number: int, history: History) -> Config | None:
        return {}

    def origin(self, config: Config) -> str:
        """That sampler."""
        return self.name

    def to_dict(self) -> Mapping[str, Any]:
        """What it was made with."""
        return {"name": self.name}


def configs(sampler: Any) -> Sequence[Config]:
    """What a sampler goes through."""
    found: Sequence[Config] = getattr(sampler, "configs", ())
    return found


def wish_of(number: int, sampler: Any, queue: Queue, history: History) -> Wish:
    """What is wished for a trial that is asked for; where a sampler has gone through all, something again."""
    given = configs(sampler)
    queue.first(given, history)
    if number in queue or not (given and sampler.alone):
        return queue.get(number, Wish({}))
    warnings.warn(
        f"{type(sampler).__name__} has gone through all there is, and gives something once more. Ask its "
        "is_exhausted(study) before the study is asked for a trial.",
        stacklevel=3,
    )
    return Wish(given[number % len(given)])


def begins(trial: Trial, study: Any) -> None:
    """Let the sampler of a study hear that a trial begins, and propose its values where it draws them."""
    sampler = study.sampler
    if not isinstance(sampler, BaseSampler) or not sampler.hears:
        return
    told = trial.frozen()
    sampler.before_trial(study, told)
    if sampler.draws:
        space = sampler.infer_relative_search_space(study, told)
        trial.proposed = {**sampler.sample_relative(study, told, space), **trial.proposed}
        trial.sampler = sampler


def ends(trial: Trial, study: Any, state: TrialState, answer: Any) -> None:
    """Let the sampler of a study hear how a trial ends.

    Parameters
    ----------
    answer : what the objective gave; None for nothing.
    """
    sampler = study.sampler
    if not isinstance(sampler, BaseSampler) or not sampler.hears:
        return
    values = numbers(answer)
    if state is TrialState.PRUNED:
        values = trial.reports[-1:] or None
    ended = state if values is not None or state is TrialState.PRUNED else TrialState.FAIL
    sampler.after_trial(study, trial.frozen(ended, values), ended, values)


@dataclass
class Ending:
    """Tells the sampler how a trial ends, whatever its objective does within.

    Attributes
    ----------
    answer : what it gives.
    """

    trial: Trial
    study: Any
    answer: Any = None

    def __enter__(self) -> "Ending":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or isinstance(error, Exception):
            failed = TrialState.PRUNED if is_pruned(error) else TrialState.FAIL
            state = TrialState.COMPLETE if error is None else failed
            ends(self.trial, self.study, state, self.answer)
