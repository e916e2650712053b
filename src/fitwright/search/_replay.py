"""A study of Optuna's that stands where a history does: what its samplers look at."""

import contextlib
import copy
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import takewhile
from types import ModuleType
from typing import Any, Self

import numpy as np

from fitwright.core.errors import SettingError
from fitwright.core.goals import SECONDS, Goals
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config, State, Trial
from fitwright.frozen import constraints
from fitwright.search._fresh import draw, identity
from fitwright.search._seen import lies_in
from fitwright.space import Domain, Space
from fitwright.space.distributions import distribution, ours, theirs

ATTEMPTS = 8
"""Proposals that are known or forbidden before a config is drawn at random."""
Happening = tuple[str, int, Any]
"""("asked", number of the trial, config), or ("ended", its place among the trials, ending)."""


@dataclass(frozen=True)
class Ending:
    """What became of a trial, as a study of Optuna's is told it.

    Attributes
    ----------
    number : of the trial.
    losses : its losses; none where it was not done.
    reported : its loss after each result, where there is one loss.
    notes : what its objective noted, for samplers that look there for limits.
    limits : what its objective told of limits of its own, each at most 0 where it is kept.
    """

    number: int
    state: State
    losses: tuple[float, ...]
    reported: tuple[float, ...] = ()
    notes: Mapping[str, Any] = field(default_factory=dict)
    limits: tuple[float, ...] = ()

    @classmethod
    def of(cls, trial: Trial, goals: Goals | None) -> Self:
        """Of a trial; of its one loss where there are no goals, else of those that its results name."""
        done = trial.state == "done"
        beside: dict[str, Any] = {"notes": trial.notes, "limits": tuple(constraints(trial, Goals()).values())}
        if goals is None:
            alone = (trial.loss,) if done else ()
            return cls(trial.number, trial.state, alone, tuple(trial.course), **beside)
        losses = tuple(_losses(trial, goals)) if done else ()
        if not all(map(math.isfinite, losses)):  # to Optuna it has none
            return cls(trial.number, "failed", ())
        return cls(trial.number, trial.state, losses, **beside)


def course(trials: Sequence[Trial], lag: int, goals: Goals | None = None) -> list[Happening]:
    """What happened to these trials, in the order in which a run would have it that is `lag` behind.

    A trial that is over was so before that one was asked for which is `lag` later; where none is, at the end.
    With `goals` all losses are told, which stay as they are however a history weighs them.
    """
    found: list[Happening] = []
    told = 0
    for place, trial in enumerate(trials):
        while told < place and trials[told].number <= trial.number - lag:
            found += _end(told, trials[told], goals)
            told += 1
        found.append(("asked", trial.number, trial.config))
    for place in range(told, len(trials)):
        found += _end(place, trials[place], goals)
    return found


@dataclass(frozen=True)
class _Proposal:
    """What was proposed for a trial; is it the last trial of the study, still open?"""

    number: int
    config: Config | None
    open: bool


@dataclass
class _Asked:
    """What a trial is in Optuna's study: proposals that were not taken, then itself."""

    name: str
    rejected: list[Any]
    begun: Any
    ended: Any = None


class Replay:
    """Follows a history, and proposes what a sampler would.

    Each proposal is made by a fresh copy of the sampler whose random numbers follow from the seed and the
    number of the trial, as if a new process had joined the study.  What samplers keep in the study (a
    sequence's place, a generation) follows from what happened before, in the order of `course`: a history
    that parts from the last one is followed anew from there.

    Parameters
    ----------
    sampler : one of Optuna's.
    space, seed : of the run.
    losses : how many the study has.
    """

    def __init__(self, sampler: Any, space: Space, seed: int, losses: int = 1):
        self.sampler, self.space, self.seed, self.losses = sampler, space, seed, losses
        self._done: list[Happening] = []
        self._attributes: list[dict[str, Any]] = []  # of the study, after each of what happened
        self._asked: list[_Asked] = []
        self._proposal: _Proposal | None = None
        self._begin()

    def ask(self, number: int, happenings: Sequence[Happening]) -> Config | None:
        """The config of trial `number`, after all this has happened."""
        pairs = zip(self._done, happenings, strict=False)
        self._back_to(sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs)))
        for happening in happenings[len(self._done) :]:
            self._take(happening)
        config = self._proposed(number).config
        return None if config is None else dict(config)

    def _begin(self) -> None:
        import optuna

        self._storage = optuna.storages.InMemoryStorage()
        self._study = _study(self._storage, self.losses)
        self._id = self._storage.get_study_id_from_name("replay")

    def _take(self, happening: Happening) -> None:
        word, number, told = happening
        if self._proposal is not None and (word, number) != ("asked", self._proposal.number):
            self._back_to(len(self._done), anew=True)  # nobody took it
        if word == "asked":
            self._ask(number, told)
        else:
            self._end(number, told)
        self._done.append(happening)
        self._attributes.append(dict(self._storage.get_study_system_attrs(self._id)))

    def _ask(self, number: int, config: Config) -> None:
        """The sampler is asked, so that it leaves its marks; then the trial gets the config that it had."""
        proposal, self._proposal = self._proposed(number), None
        if not (proposal.open and proposal.config == config):
            last = self._trial(-1) if self._count() else None
            if proposal.open:
                self._reject()
            self._study.add_trial(self._frozen(config, {} if last is None else last.system_attrs))
        before = self._asked[-1].begun.number + 1 if self._asked else 0
        trials = [self._trial(place) for place in range(before, self._count())]
        self._asked.append(_Asked(identity(config), trials[:-1], trials[-1]))

    def _end(self, place: int, ending: Ending) -> None:
        from optuna.trial import TrialState

        asked = self._asked[place]
        number = asked.begun.number
        if asked.begun.state == TrialState.RUNNING:
            for step, loss in enumerate(ending.reported):
                self._storage.set_trial_intermediate_value(self._id_of(number), step, loss)
            for name, note in ending.notes.items():
                self._storage.set_trial_user_attr(self._id_of(number), name, note)
            if ending.limits:
                self._storage.set_trial_system_attr(self._id_of(number), "constraints", list(ending.limits))
            states = {"done": TrialState.COMPLETE, "stopped": TrialState.PRUNED, "failed": TrialState.FAIL}
            self._study.sampler = fresh(self.sampler, seed_of(self.seed, "ended", ending.number))
            with contextlib.suppress(RuntimeError):  # a sampler that has tried all would stop the study
                self._study.tell(number, list(ending.losses) or None, states[ending.state])
        asked.ended = self._trial(number)

    def _proposed(self, number: int) -> _Proposal:
        if self._proposal is None or self._proposal.number != number:
            if self._proposal is not None:
                self._back_to(len(self._done), anew=True)
            self._proposal = self._propose(number)
        return self._proposal

    def _propose(self, number: int) -> _Proposal:
        """The first proposal that is allowed and new; a draw where none of several is."""
        taken = frozenset(asked.name for asked in self._asked)
        for attempt in range(ATTEMPTS):
            self._study.sampler = fresh(self.sampler, seed_of(self.seed, "optuna", number, attempt))
            config = self._consult()
            if identity(config) not in taken and self.space.allows(config):
                return _Proposal(number, config, True)
            self._reject()
        return _Proposal(number, draw(self.space, self.seed, number, taken), False)

    def _consult(self) -> Config:
        """What the sampler proposes.

        Raises
        ------
        SettingError
            It cannot search such a space.
        """
        try:
            trial = self._study.ask()
            return self.space.fill(partial(_suggested, trial))
        except ValueError as error:  # Optuna has no type of its own for what a sampler cannot search
            name = type(self.sampler).__name__
            raise SettingError(
                f"Expected a space that {name} can search; it says: {error} Take another."
            ) from error

    def _reject(self) -> None:
        """The last trial never happened: samplers pass failed ones over."""
        from optuna.trial import TrialState

        self._storage.set_trial_state_values(self._id_of(self._count() - 1), TrialState.FAIL)

    def _frozen(self, config: Config, attributes: Any) -> Any:
        """A running trial with this config, defaults where it leaves something open; a failed one of nothing
        where it is no config of the space.
        """
        from optuna.trial import TrialState, create_trial

        full = self.space.fill(lambda _, domain: domain.middle(), config)
        if not lies_in(self.space, full):
            return create_trial(state=TrialState.FAIL)
        domains = self.space.active(full)
        return create_trial(
            state=TrialState.RUNNING,
            params={name: theirs(domain, full[name]) for name, domain in domains.items()},
            distributions={name: distribution(domain) for name, domain in domains.items()},
            system_attrs=dict(attributes),
        )

    def _back_to(self, count: int, anew: bool = False) -> None:
        """The study as it was after so many happenings."""
        if count == len(self._done) and not anew:
            return
        done, attributes, asked = self._done[:count], self._attributes[:count], self._asked
        ended = {place for word, place, _ in done if word == "ended"}
        kept = asked[: sum(word == "asked" for word, _, _ in done)]
        self._asked = [one if place in ended else replace(one, ended=None) for place, one in enumerate(kept)]
        self._done, self._attributes, self._proposal = done, attributes, None
        self._begin()
        for one in self._asked:
            self._study.add_trials([*one.rejected, one.ended or one.begun])
        for name, value in (attributes[-1] if attributes else {}).items():
            self._storage.set_study_system_attr(self._id, name, value)

    def _count(self) -> int:
        return int(self._storage.get_n_trials(self._id))

    def _id_of(self, number: int) -> int:
        return int(self._storage.get_trial_id_from_study_id_trial_number(self._id, number))

    def _trial(self, number: int) -> Any:
        """As it is now: Optuna writes to copies."""
        return self._storage.get_trial(self._id_of(number if number >= 0 else self._count() + number))


def fresh(sampler: Any, seed: int) -> Any:
    """A copy of a sampler that draws as `seed` says, in all its parts."""
    made = copy.deepcopy(sampler)
    for place, rng in enumerate(_generators(made, set())):
        if isinstance(rng, np.random.RandomState):
            rng.seed(seed_of(seed, place))
        else:
            rng.bit_generator.state = type(rng.bit_generator)(seed_of(seed, place)).state
    return made


def _generators(thing: Any, seen: set[int]) -> Iterator[Any]:
    """All that draws random numbers in an object and in the objects that it holds, made now if it is lazy."""
    if id(thing) in seen or isinstance(thing, type | ModuleType):
        return
    seen.add(id(thing))
    if isinstance(thing, np.random.RandomState | np.random.Generator):
        yield thing
        return
    inner = getattr(thing, "__dict__", {})
    if inner and isinstance(lazy := getattr(thing, "rng", None), np.random.RandomState):
        yield from _generators(lazy, seen)
    for value in list(inner.values()):
        yield from _generators(value, seen)


def takes(sampler: Any, losses: int) -> bool:
    """Does a sampler propose in studies of so many losses?"""
    import optuna

    study = _study(optuna.storages.InMemoryStorage(), losses)
    study.sampler = fresh(sampler, 0)
    try:
        study.ask().suggest_float("x", 0.0, 1.0)
    except ValueError:  # so Optuna's samplers refuse
        return False
    return True


def _study(storage: Any, losses: int) -> Any:
    """An empty study; nobody waits for one in memory, so nothing is said of it."""
    import optuna

    known = optuna.logging.get_verbosity()
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    try:
        return optuna.create_study(storage=storage, study_name="replay", directions=["minimize"] * losses)
    finally:
        optuna.logging.set_verbosity(known)


def _losses(trial: Trial, goals: Goals) -> Iterator[float]:
    """All losses as its results name them; the first one may have been weighed with the others since."""
    results = trial.best_by_fold.values()
    for place, (name, sign) in enumerate(zip(goals.names, goals.signs, strict=True)):
        told = [sign * result.values[name] for result in results if name in result.values]
        if not told and not place:
            told = [result.loss for result in results]
        if not told and name == SECONDS:
            told = [sign * trial.seconds]
        yield sum(told) / len(told) if told else math.inf


def _suggested(trial: Any, name: str, domain: Domain) -> Any:
    """A value of the domain, as a trial of Optuna's suggests it."""
    word = distribution(domain)
    if hasattr(word, "choices"):
        return ours(domain, trial.suggest_categorical(name, word.choices))
    suggest = trial.suggest_int if type(word).__name__.startswith("Int") else trial.suggest_float
    return ours(domain, suggest(name, word.low, word.high, step=word.step, log=word.log))


def _end(place: int, trial: Trial, goals: Goals | None) -> list[Happening]:
    over = trial.state in ("done", "stopped", "failed")
    return [("ended", place, Ending.of(trial, goals))] if over else []
