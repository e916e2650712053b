"""Studies whose space grows: by what an objective suggests on its way, or because they go on in another."""

import logging
from collections.abc import Collection, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from fitwright import ledger
from fitwright.core.calls import called
from fitwright.core.describe import differences
from fitwright.core.errors import SettingError, SpaceError, Unsupported
from fitwright.core.events import Event, Grown
from fitwright.core.goals import Goals
from fitwright.core.history import History, News
from fitwright.core.seeds import seed as seed_of
from fitwright.core.trial import Config, State, Trial
from fitwright.ledger import Ledger
from fitwright.routes import Route, Routes
from fitwright.search import Searcher, identity, made
from fitwright.space import Domain, Space
from fitwright.space.inferred import Ways, way
from fitwright.space.superset import lost, moved
from fitwright.suggest import Suggest

LOG = logging.getLogger("fitwright")
BLIND = 2
"""So many trials begin at once where the clock decides: they take turns, and differ in what comes first."""
SOME = 32
"""So many draws look for a config that nobody has come to, before what is left is gone through."""

LASTING = ("direction", "steps")
"""What a loss means: no study goes on with another one, whatever keeps it."""


class Growing(Searcher):
    """Proposes values for all that earlier trials have suggested; nothing before the first.

    What a proposal comes to is followed through what trials were asked for (`Routes`).  One that comes to the
    end of an earlier trial is made anew, and so is one that may come to the same as a trial that runs, as
    nobody has seen yet what is asked for there; where nothing else is left it waits until more is known.  So
    it does after the first trial, of which nothing is known; where the clock decides, after two, which agree
    where there is but one config.  A function that asks for nothing has none that could come twice.

    Parameters
    ----------
    word : the searcher it asks, by name or as an object.
    seed : of all draws.
    first : configs to begin with; numbers beyond an end go to that end.
    waits : may an answer wait?  Where not, what may come to the same as a trial that runs is good enough.
    """

    def __init__(self, word: Any, seed: int, first: Sequence[Config] = (), *, waits: bool = True):
        super().__init__(Space(), seed)
        self.word, self.first, self.waits = word, first, waits
        self._suggested = _Suggested()
        self._inner: Searcher | None = None
        self._handed: set[str] = set()
        self.lag = made(word, Space(), seed).lag

    def ask(self, number: int, history: History) -> Config | None:
        """A config of the space as it has been seen so far; None where it waits, or where nothing is left."""
        space, running = self._suggested.of(history), history.in_state("running")
        if not len(space):
            at_once = BLIND if history.timed and not self.first else 1
            unknown = len(running) >= at_once and not history.in_state("done")
            return None if unknown and self.waits else self._blind(number)
        if self._inner is None or self._inner.space is not space:
            self._inner = made(self.word, space, self.seed)
        lost = [one for one in history.in_state("failed") if not one.found and one.config]
        closed = {
            self._follow(one.number, history.asked.get(one.number, one.config))[0]
            for one in [*running, *lost]
        }
        if (handed := self._hand_on(number, history, closed)) is not None:
            return handed
        config = self._inner.ask(number, history)
        if config == {}:
            return {}  # it leaves everything to others
        if config is None and self._inner.chooses:
            return None
        rng = np.random.default_rng(seed_of(self.seed, "again", number))
        draws = (space.sample(rng) for _ in range(SOME))
        for one in draws if config is None else chain([config], draws):
            route, ended, found = self._follow(number, one)
            if not ended and route not in closed:
                return {**one, **found}
        order = seed_of(self.seed, "left", number)
        left = self._suggested.routes.left(order, closed)
        if left is None and not self.waits:
            left = self._suggested.routes.left(order)
        return None if left is None else {**space.sample(rng), **left}

    def _blind(self, number: int) -> Config:
        """What a trial is given where nothing is known."""
        given = dict(self.first[number]) if number < len(self.first) else {}
        self._handed |= {identity(given)} if given else set()
        return given

    def _follow(self, number: int, config: Config) -> "tuple[Route, bool, Config]":
        """Where a trial comes to that is given this, has one ended there, and what it will be suggested."""
        trial = Suggest(number, config, self.seed)
        route, ended = self._suggested.routes.follow(trial)
        return route, ended, trial.params

    def _hand_on(self, number: int, history: History, closed: Collection[Route]) -> Config | None:
        """The next of the first configs that nobody has been given, or has come to."""
        for given in self.first:
            trial = Suggest(number, given, self.seed)
            route, ended = self._suggested.routes.follow(trial, clip=True)
            meant = trial.proposed
            fits = all(repr(value) == repr(meant.get(name, value)) for name, value in trial.params.items())
            if fits and not ended and route not in closed and meant not in history.asked.values():
                self._handed.add(identity(meant))
                if meant != given:
                    LOG.warning("Warm start: %s does not fit, and goes on as %s.", given, meant)
                return meant
        return None

    def origin(self, config: Config) -> str:
        """The searcher behind it."""
        if identity(config) in self._handed:
            return "warm"
        return called(self.word)[0] if isinstance(self.word, str) else str(self.word.origin(config))


def suggested(history: History) -> Space:
    """The space of all that the trials of an objective that defines its own have asked for.

    What some of them did without is there under the conditions that they show.
    """
    return _Suggested().of(history)


class _Suggested:
    """What trials suggested; each is looked at when it has changed."""

    def __init__(self) -> None:
        self._news = News()
        self._begin()

    def _begin(self) -> None:
        self._ways = Ways()
        self._known: dict[int, tuple[State, Mapping[str, Any]]] = {}
        self._domains: dict[str, _Latest] = {}
        self.routes = Routes()

    def of(self, history: History) -> Space:
        """The space of them all; the same object as long as it is the same space, in the same order."""
        again, changed = self._news.of(history)
        fresh = [one for one in changed if self._known.get(one.number) != (one.state, one.found)]
        gone = again and not all(number in history for number in self._known)
        if gone or not all(map(self._goes_on, fresh)):
            self._begin()
            fresh = list(history)
        for trial in fresh:
            if trial.found:
                self._look(trial)
        known = sorted(self._domains.items(), key=lambda item: item[1].first)
        return self._ways.space({name: latest.domain for name, latest in known})

    def _goes_on(self, trial: Trial) -> bool:
        """Has it suggested what it had, at most with more behind?  One that began anew may go another way."""
        state, found = self._known.get(trial.number, ("running", {}))
        then, now = ([(name, repr(one)) for name, (_, one) in told.items()] for told in (found, trial.found))
        return then == now[: len(then)] and (state == trial.state or state in ("running", "paused"))

    def _look(self, trial: Trial) -> None:
        found, whole = trial.found, trial.state == "done"
        self._known[trial.number] = trial.state, found
        self._ways.add(way(found), whole=whole)
        self.routes.add(trial)
        for place, (name, (domain, _)) in enumerate(found.items()):
            known = self._domains.get(name) or _Latest((trial.number, place), trial.number, domain)
            first = min(known.first, (trial.number, place))
            latest = domain if trial.number >= known.number else known.domain
            self._domains[name] = _Latest(first, max(trial.number, known.number), latest)


class _Latest(NamedTuple):
    """Where a name came up first, and the latest trial that suggested it, with the domain it took."""

    first: tuple[int, int]
    number: int
    domain: Domain


def grown(history: History, told: Mapping[str, Any], space: Space | None) -> Grown | None:
    """How a study goes on in `space`; None where that is the one it had, or nothing is known of one.

    Every earlier trial counts as having had the defaults of what is new.

    Parameters
    ----------
    history : of the study so far.
    told : what its header would tell of it now.
    space : where it goes on; None where the function defines its own.

    Raises
    ------
    SpaceError
        The space does not have the earlier one inside it; what is new has no default; or what was tried is
        closed or forbidden now.
    """
    then, now = history.header.get("study", {}).get("space"), told.get("space")
    if space is None or not isinstance(then, dict) or then == now or not isinstance(now, dict):
        return None
    if missing := lost(Space.from_dict(then), Space.from_dict(now)):
        raise SpaceError(
            f"Expected a space that has the earlier one inside it; {'; '.join(missing)}. Keep what was "
            "there, or begin a new study with this one as its warm_start."
        )
    configs = {trial.number: moved(trial.config, space) for trial in history}
    changed = {number: config for number, config in configs.items() if config != history[number].config}
    return Grown(now, changed)


def kept(run_dir: Any, told: Mapping[str, Any], space: Space | None) -> tuple[Ledger, Grown | None]:
    """The ledger with which a study begins or goes on, and how its space has grown since.

    Parameters
    ----------
    run_dir : a folder, a ledger, a study in memory, or None for a new one in memory.
    told : what its header tells of it; a study goes on with what it began with, but for the space.
    space : where it goes on; None where the function defines its own.

    Raises
    ------
    SettingError
        Something was told otherwise before, or the space has not grown but changed.
    Unsupported
        The folder cannot be written to.
    """
    record = _opened(run_dir)
    try:
        history = History(events=[event for _, event in record.since(0)])
        _compare(history.header, told, lasting=isinstance(run_dir, Ledger))
        return record, grown(history, told, space)
    except SettingError as error:
        if not isinstance(run_dir, Ledger):
            record.close()
        place = f"{run_dir}: " if isinstance(run_dir, str | Path) else ""
        raise type(error)(f"{place}{error}") from error


def _opened(run_dir: Any) -> Ledger:
    if isinstance(run_dir, Ledger):
        return run_dir
    if not isinstance(run_dir, str | Path):
        memory = ledger.catalog.make("memory")
        if run_dir is not None:
            memory.append(_events_of(run_dir))
        return memory
    try:
        Path(run_dir).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unsupported(
            f"{run_dir}: expected a folder that can be written to; {error.strerror}."
        ) from error
    return ledger.catalog.make("sqlite", folder=run_dir)


def _events_of(study: Any) -> list[Event]:
    """Those of a study that `tune` gave."""
    history, events = getattr(study, "history", None), list(getattr(study, "events", ()))
    if not isinstance(history, History):
        raise SettingError(
            f"Expected run_dir as a folder, a ledger or a study that goes on; got {type(study).__name__}."
        )
    if len(history) and not events:
        raise SettingError(
            "Expected a study that came to its end, which can go on; this one ended with an error. Go on "
            "with its run_dir, or take it as warm_start."
        )
    return events


def _compare(header: Mapping[str, Any], told: Mapping[str, Any], *, lasting: bool) -> None:
    """Was it told the same?  Its space may have grown; `lasting` asks for what a loss means alone."""
    if not header:
        return
    known = {"direction": Goals.of(header).aims, "steps": told.get("steps")}  # some records tell of none
    then = {**{name: known[name] for name in LASTING if name in told}, **header.get("study", {})}
    if isinstance(then.get("space"), dict) and isinstance(told.get("space"), dict):
        then["space"] = told["space"]
    if lasting or "study" not in header:
        then, told = ({name: one.get(name) for name in LASTING} for one in (then, told))
    if found := differences(then, told):
        raise SettingError(
            f"Expected what the study began with; {'; '.join(found)}. Say the same, or begin another study "
            "in another folder, with this one as its warm_start."
        )
